/// The fixed part of the first cluster: the raw bytes and typed access to every field.
///
/// Nothing is validated beyond the magic number; `HeaderRules` names what is out of range.
/// Bytes that the file is too short to hold count as zero, as they do for QEMU.
public struct Header: Hashable, Sendable {
  /// The bytes from the start of the file, zero-filled to at least 112.
  public let bytes: Bytes
  /// How many bytes the file really has, of those that were asked for.
  let storedCount: Int

  /// Takes the start of the file.
  ///
  /// - Parameter bytes: The first bytes of the file; 112 or more are used if there are as many.
  /// - Throws: `ImageError.notAnImage` where the magic number is missing.
  public init(_ bytes: Bytes) throws(ImageError) {
    storedCount = bytes.count
    let missing = max(0, 112 - bytes.count)
    self.bytes = Bytes(bytes.array + Array(repeating: 0, count: missing))
    guard bytes.count >= 4, self[.magic] == Header.magicNumber else {
      throw .notAnImage(found: Array(bytes.array.prefix(4)))
    }
  }

  /// The same header with other values in some fields.
  init(_ header: Header, setting values: [Field: UInt64]) {
    var bytes = header.bytes.array
    for (field, value) in values { field.store(value, in: &bytes) }
    self.bytes = Bytes(bytes)
    storedCount = header.storedCount
  }

  /// The value of a field, or what it stands for where this header is too short to have it.
  public subscript(_ field: Field) -> UInt64 {
    has(field) ? stored(field) : field.absent
  }

  /// Whether the header is long enough, and its version high enough, to have the field.
  public func has(_ field: Field) -> Bool {
    guard field.since == 3 else { return true }
    guard stored(.version) >= 3 else { return false }
    // Shorter version 3 headers than 104 bytes do not exist; the length itself must be readable.
    return field.byteRange.upperBound <= max(Header.version3Length, Int(stored(.headerLength)))
  }

  /// The fields this header has, in order.
  public var fields: [Field] { Header.fields.filter(has) }

  private func stored(_ field: Field) -> UInt64 { field.value(in: bytes) }
}

extension Header {
  /// The version of the format; only 2 and 3 exist.
  public var version: UInt64 { self[.version] }
  /// The size of the virtual disk in bytes. QEMU counts whole 512-byte sectors only.
  public var size: UInt64 { self[.size] & ~511 }
  /// The length of the header in bytes: 72 in version 2.
  public var length: UInt64 { self[.headerLength] }
  /// The bytes of the header beyond the fields known here, kept as they are.
  public var unknownFields: Bytes {
    bytes[112..<max(112, min(bytes.count, Int(clamping: length)))]
  }
}
