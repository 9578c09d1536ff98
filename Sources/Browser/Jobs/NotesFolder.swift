internal import Glibc
internal import QCOW2
internal import SystemPackage

/// The folder with the notes of all images, one file for each; the images themselves are never
/// touched.
struct NotesFolder: Sendable {
  /// Why notes cannot be read or kept, for people.
  struct Failure: Error, Equatable {
    let message: String
  }

  /// The notes of an image as they are in its file.
  struct Found {
    var notes = Notes()
    /// The file, there already or not.
    var path: FilePath
    /// A file with notes about another file that was at the path of the image.
    var earlier: FilePath?
  }

  /// Nobody writes so much by hand.
  private static let most = 1 << 20

  let path: FilePath

  /// Reads the notes of an image.
  func notes(of image: NotedImage) throws(Failure) -> Found {
    var found = Found(path: path.appending(image.fileName))
    let names = names(of: image)
    for (kinship, name) in names where kinship != .earlier {
      let file = path.appending(name)
      let (notes, device) = try read(file)
      // Inode and birth alone may be those of a file on another disk.
      guard kinship == .same || device == image.device else { continue }
      (found.notes, found.path) = (notes, file)
      return found
    }
    found.earlier = names.last { $0.kinship == .earlier }.map { path.appending($0.name) }
    return found
  }

  /// Makes changes to the notes of an image, beside those that other programs have made meanwhile.
  func make(_ changes: [NoteChange], of image: NotedImage) throws(Failure) -> Found {
    try createFolder()
    return try locked { () throws(Failure) -> Found in
      var found = try notes(of: image)
      for change in changes { found.notes.make(change) }
      let text = NotesText.text(found.notes, about: image)
      guard text.utf8.count <= Self.most else {
        throw Failure(message: "notes are not kept: there is more than 1 MiB of them")
      }
      try write(text, to: found.path)
      return found
    }
  }

  /// The files that may be those of an image, the likeliest first.
  private func names(of image: NotedImage) -> [(kinship: NotedImage.Kinship, name: String)] {
    guard let stream = unsafe opendir(path.string) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [(kinship: NotedImage.Kinship, name: String)] = []
    while let entry = unsafe readdir(stream) {
      let bytes = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
        unsafe $0.prefix { $0 != 0 }.map { $0 }
      }
      let name = String(decoding: bytes, as: UTF8.self)
      if let kinship = image.kinship(name) { names.append((kinship, name)) }
    }
    return names.sorted { ($1.kinship, $0.name) < ($0.kinship, $1.name) }
  }

  private func read(_ file: FilePath) throws(Failure) -> (Notes, device: UInt64) {
    let bytes: [UInt8]
    do { bytes = try SmallFile.bytes(of: file, most: Self.most) } catch {
      throw Failure(message: "notes cannot be read: \(file.displayed): \(error)")
    }
    guard bytes.count <= Self.most, let text = String(validating: bytes, as: UTF8.self) else {
      throw damaged(file, "it is no text of up to 1 MiB")
    }
    do throws(NotesText.Fault) {
      let (notes, device, _) = try NotesText.read(text)
      return (notes, device)
    } catch {
      throw damaged(file, "line \(error.line) \(error.reason)")
    }
  }

  private func damaged(_ file: FilePath, _ reason: String) -> Failure {
    Failure(message: "notes are not kept: \(file.displayed) stays as it is, \(reason)")
  }
}
