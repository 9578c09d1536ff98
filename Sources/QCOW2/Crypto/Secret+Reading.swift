public import SystemPackage

extension Secret {
  /// The longest pass phrase that is read from a file, in bytes; cryptsetup's limit for key files.
  public static let fileLimit = 8 << 20

  /// The bytes of a file as they are: a newline at the end belongs to the pass phrase, as it does
  /// for QEMU's `--object secret,file=`.
  ///
  /// - Throws: `EncryptionError.system` where reading fails, `.secretTooLong` beyond `fileLimit`.
  public convenience init(file path: FilePath) throws(EncryptionError) {
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    } catch {
      throw .system(.init(.open, error as? Errno ?? .ioError))
    }
    defer { try? descriptor.close() }
    try self.init(readingFrom: descriptor)
  }

  /// What a descriptor, such as a pipe, yields up to its end; it is left open.
  ///
  /// - Throws: `EncryptionError.system` where reading fails, `.secretTooLong` beyond `fileLimit`.
  public convenience init(readingFrom descriptor: FileDescriptor) throws(EncryptionError) {
    // Doubling, so that a pass phrase of a few bytes does not need the whole limit wiped.
    var room = 4096
    var read = try Secret.read(descriptor, room: room, after: nil)
    while read.count == room {
      guard room <= Secret.fileLimit else { throw .secretTooLong(limit: Secret.fileLimit) }
      room = min(room * 2, Secret.fileLimit + 1)
      read = try Secret.read(descriptor, room: room, after: read.bytes)
    }
    let whole = read
    unsafe self.init(count: whole.count) { target in
      unsafe whole.bytes.withBytes { source in
        unsafe target.copyMemory(from: .init(rebasing: source[..<whole.count]))
      }
    }
  }

  /// Fills up to `room` bytes, the first of which are `start`.
  private static func read(
    _ descriptor: FileDescriptor, room: Int, after start: Secret?
  ) throws(EncryptionError) -> (bytes: Secret, count: Int) {
    var count = start?.count ?? 0
    let bytes = try unsafe Secret(count: room) { target throws(EncryptionError) in
      if let start { unsafe start.withBytes { unsafe target.copyMemory(from: $0) } }
      while count < room {
        let got: Int
        do {
          got = try unsafe descriptor.read(into: .init(rebasing: target[count...]))
        } catch {
          throw .system(.init(.read, error as? Errno ?? .ioError))
        }
        if got == 0 { return }
        count += got
      }
    }
    return (bytes, count)
  }
}
