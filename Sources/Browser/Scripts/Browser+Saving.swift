internal import QCOW2
internal import Surface
internal import SystemPackage

extension Browser {
  /// Writes the screen as text to a new file; what exists is never written over.
  func saveScreen(_ path: String, _ terminal: (any Terminal)?) {
    var surface = terminal?.makeSurface() ?? blank(model.size)
    Screenful.draw(model, on: &surface)
    let problem = NewFile.write(FileNames.path(path)) { output in
      output.write(surface.text + "\n")
      return true
    }
    if let problem { return say(.error, problem) }
    // In a script the next screen is to show what this one shows.
    if terminal != nil { say(.info, "the screen is in \(path)") }
  }
}
