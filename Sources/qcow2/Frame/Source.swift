import QCOW2
import SystemPackage

/// Which other files may be opened, and where a pass phrase comes from.
struct Source {
  /// The gate for the chain of an image: its own folder, unless told otherwise.
  var gate: (FilePath) -> any OpenGate = { FolderGate(ownFolderOf: $0) }
  /// The pass phrase of an image; asked for where the second argument says so.
  var secret: (FilePath, Bool) throws -> Secret? = { _, _ in nil }

  /// Opens an image with its chain.
  ///
  /// - Parameters:
  ///   - path: The image.
  ///   - needsKey: Whether guest data is going to be read, so that a pass phrase is worth asking for.
  /// - Returns: The disk; closed layers are not a failure yet. Who writes to it, and what was guessed,
  ///   is said.
  /// - Throws: `Failure` where the image itself cannot be opened.
  func open(_ path: FilePath, needsKey: Bool = false) throws(Failure) -> Disk {
    do {
      let disk = try Disk(
        path, gate: gate(path), secret: try secret(path, needsKey))
      WriterWarning.look(at: disk)
      for doubt in disk.doubts { Complaint.warn(Failure(path.displayed, doubt.message)) }
      return disk
    } catch {
      throw Failure(path, error)
    }
  }
}
