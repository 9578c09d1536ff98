internal import Glibc
internal import QCOW2
internal import SystemPackage

extension NotesFolder {
  private static let patience = Duration.seconds(2)

  /// Makes the folder and those above it that are missing, for the user alone.
  func createFolder() throws(Failure) {
    var folder = FilePath(root: path.root)
    for component in path.components {
      folder.append(component)
      guard unsafe folder.withPlatformString({ unsafe mkdir($0, 0o700) }) != 0 else { continue }
      let error = Errno(rawValue: errno)
      if error == .fileExists { continue }
      // What cannot be made may be there all the same, as on a file system for reading only.
      if unsafe folder.withPlatformString({ unsafe access($0, X_OK) }) == 0 { continue }
      throw Failure(message: "notes are not kept: \(folder.displayed): \(error)")
    }
  }

  /// Does something while no other program changes the folder.
  func locked<Result>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    let lock: FileDescriptor
    do {
      lock = try FileDescriptor.open(
        path.appending("lock"), .readWrite, options: [.create, .closeOnExec],
        permissions: [.ownerReadWrite])
    } catch {
      throw Failure(message: "notes are not kept: \(path.displayed): \(error)")
    }
    defer { try? lock.close() }
    let deadline = ContinuousClock.now + Self.patience
    while flock(lock.rawValue, LOCK_EX | LOCK_NB) != 0 {
      guard ContinuousClock.now < deadline else {
        throw Failure(message: "notes are not kept: another program holds \(path.displayed)/lock")
      }
      usleep(2000)
    }
    return try body()
  }

  /// Puts a text in the place of a file: whoever reads it sees the old or the new text, whole.
  func write(_ text: String, to file: FilePath) throws(Failure) {
    let draft = path.appending(".draft-\(getpid())")
    do {
      let output = try FileDescriptor.open(
        draft, .writeOnly, options: [.create, .truncate, .closeOnExec, .noFollow],
        permissions: [.ownerReadWrite])
      try output.closeAfter {
        _ = try output.writeAll(text.utf8)
        guard fsync(output.rawValue) == 0 else { throw Errno(rawValue: errno) }
      }
      let isThere = unsafe draft.withPlatformString { old in
        unsafe file.withPlatformString { new in unsafe rename(old, new) }
      }
      guard isThere == 0 else { throw Errno(rawValue: errno) }
    } catch {
      _ = unsafe draft.withPlatformString { unsafe unlink($0) }
      throw Failure(message: "notes are not kept: \(file.displayed): \(error)")
    }
  }
}
