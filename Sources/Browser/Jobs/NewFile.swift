internal import Glibc
internal import QCOW2
internal import SystemPackage

/// Files that are made: what exists is never written over, and a part never stays.
enum NewFile {
  /// Writes a file that is not there yet.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - body: Writes all of it, and tells whether it did; it may have been stopped.
  /// - Returns: Why there is no file, for people, or nil.
  static func write(_ path: FilePath, _ body: (Output) -> Bool) -> String? {
    let file: FileDescriptor
    do {
      file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
    } catch let error as Errno where error == .fileExists {
      return "\(path.displayed) exists already and stays as it is"
    } catch {
      return "\(path.displayed): \(error)"
    }
    let output = Output(file)
    let isWhole = body(output)
    output.flush()
    try? file.close()
    guard !isWhole || output.failure != nil else { return nil }
    _ = unsafe path.withPlatformString { unsafe unlink($0) }
    let reason = output.failure.map { "\($0)" } ?? "stopped"
    return "\(path.displayed): \(reason); what was written is removed"
  }
}
