internal import Surface
internal import SystemPackage

extension Browser {
  /// Writes the screen as text to a new file; what exists is never written over.
  func saveScreen(_ path: String, _ terminal: (any Terminal)?) {
    var surface = terminal?.makeSurface() ?? blank(model.size)
    Screenful.draw(model, on: &surface)
    let text = surface.text + "\n"
    do {
      let file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(text.utf8) }
      // In a script the next screen is to show what this one shows.
      if terminal != nil { say(.info, "the screen is in \(path)") }
    } catch let error as Errno where error == .fileExists {
      say(.error, "\(path) exists already and stays as it is")
    } catch {
      say(.error, "\(path): \(error)")
    }
  }
}
