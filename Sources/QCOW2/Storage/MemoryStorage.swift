/// An image held in memory.
public struct MemoryStorage: Storage {
  /// The name for messages.
  public let name: String
  /// The image.
  public let bytes: [UInt8]

  /// Wraps the bytes of an image.
  public init(_ bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
  }

  /// The length in bytes.
  public func byteCount() -> UInt64 { UInt64(bytes.count) }

  /// Copies from the bytes; never fails.
  public func read(at offset: HostOffset, into buffer: inout MutableRawSpan) -> Int {
    guard offset.rawValue < UInt64(bytes.count) else { return 0 }
    let start = Int(offset.rawValue)
    let count = min(buffer.byteCount, bytes.count - start)
    unsafe bytes.withUnsafeBytes { source in
      unsafe buffer.withUnsafeMutableBytes { target in
        unsafe target.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[start..<start + count]))
      }
    }
    return count
  }

  /// Memory takes no disk.
  public func allocatedByteCount() -> UInt64? { nil }

  /// Nobody else can write to it.
  public func hasWriter() -> Bool? { false }

  /// The bytes stay as they are.
  public func version() -> FileVersion? { nil }
}
