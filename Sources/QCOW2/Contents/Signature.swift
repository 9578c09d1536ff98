/// How one kind of contents is recognised: bytes at an offset, and who reads on from there.
struct Signature: Sendable {
  /// Where the magic lies.
  enum Place: Sendable {
    /// Bytes from the start of the range.
    case start(UInt64)
    /// That many bytes before the end, at a multiple of the second number.
    case end(UInt64, alignment: UInt64)
  }

  /// Where the magic lies.
  let place: Place
  /// The bytes that lie there.
  let magic: [UInt8]
  /// Where the structure begins, counted back from the magic, and how long it is.
  let before: UInt64
  let length: Int
  let isLittleEndian: Bool
  /// Reads the structure; nil where it is something else after all.
  let read: @Sendable (Superblock, inout Probe) -> Contents?

  init(
    _ place: Place, _ magic: [UInt8], before: UInt64 = 0, length: Int = 512,
    isLittleEndian: Bool = true,
    read: @escaping @Sendable (Superblock, inout Probe) -> Contents?
  ) {
    self.place = place
    self.magic = magic
    self.before = before
    self.length = length
    self.isLittleEndian = isLittleEndian
    self.read = read
  }

  /// A magic that is text at an offset from the start.
  init(
    _ magic: String, at offset: UInt64, before: UInt64 = 0, length: Int = 512,
    isLittleEndian: Bool = true,
    read: @escaping @Sendable (Superblock, inout Probe) -> Contents?
  ) {
    self.init(
      .start(offset), Array(magic.utf8), before: before, length: length,
      isLittleEndian: isLittleEndian, read: read)
  }

  /// What the range holds, if it is of this kind.
  func match(_ probe: inout Probe) -> Contents? {
    guard let offset = offset(in: probe.byteCount),
      probe.bytes(at: offset, count: magic.count)?.array == magic,
      offset >= before, let bytes = probe.bytes(at: offset - before, count: length)
    else { return nil }
    return read(Superblock(bytes, isLittleEndian: isLittleEndian), &probe)
  }

  private func offset(in byteCount: UInt64) -> UInt64? {
    switch place {
    case .start(let offset): return offset
    case .end(let distance, let alignment):
      let end = byteCount / alignment * alignment
      return end >= distance ? end - distance : nil
    }
  }
}
