/// Where the bytes of an image come from.
public protocol Storage: Sendable {
  /// The name for messages.
  var name: String { get }

  /// The length in bytes as it is now; a live file may grow.
  ///
  /// - Throws: `ImageError.system` where the system cannot tell.
  func byteCount() throws(ImageError) -> UInt64

  /// Fills `buffer` from `offset` on.
  ///
  /// - Returns: The number of bytes read; fewer than asked for only at the end of the storage.
  /// - Throws: `ImageError.system` where reading fails.
  func read(at offset: HostOffset, into buffer: inout MutableRawSpan) throws(ImageError) -> Int

  /// The bytes the file takes on its disk, or nil where that means nothing.
  func allocatedByteCount() -> UInt64?

  /// The rest of the run that `offset`, which must lie before the end, is in: whether the file system
  /// keeps bytes for it; nil where that cannot be told.
  func storedRun(at offset: HostOffset) -> StoredRun?

  /// Whether another program has the image open for writing, by QEMU's lock bytes; nil where
  /// that cannot be told.
  func hasWriter() -> Bool?

  /// The state of the content, which is another one once it was written to; nil where that cannot be
  /// told or never happens.
  func version() -> FileVersion?
}

extension Storage {
  /// Cannot be told.
  public func storedRun(at offset: HostOffset) -> StoredRun? { nil }

  /// Up to `count` bytes from `offset` on; fewer only at the end of the storage.
  package func bytes(at offset: HostOffset, count: Int) throws(ImageError) -> Bytes {
    try Bytes.read(count: count) { buffer throws(ImageError) in
      try read(at: offset, into: &buffer)
    }
  }

  /// The same for tables: an entry that the end of the storage cuts counts as if zeros followed, as
  /// it does for QEMU.
  func entries(at offset: HostOffset, count: Int) throws(ImageError) -> Bytes {
    try Bytes.read(count: count) { buffer throws(ImageError) in
      let present = try read(at: offset, into: &buffer)
      let whole = min(count, (present + 15) & ~15)
      for place in present..<whole { buffer.storeBytes(of: 0, toByteOffset: place, as: UInt8.self) }
      return whole
    }
  }
}
