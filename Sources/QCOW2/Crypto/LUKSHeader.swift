/// The header of a LUKS version 1 encryption: the raw bytes and typed access to every field.
///
/// Nothing is validated beyond the magic number; `LUKSRules` names what is out of range.
public struct LUKSHeader: Hashable, Sendable {
  /// The bytes of the header.
  public let bytes: Bytes

  /// Takes the start of the encryption header.
  ///
  /// - Parameter bytes: 592 bytes or more, of which the rest is left out.
  /// - Throws: `EncryptionError.malformed` where the bytes are too few or the magic number is
  ///   missing.
  public init(_ bytes: Bytes) throws(EncryptionError) {
    guard bytes.count >= LUKSHeader.byteCount else {
      throw .malformed(
        Finding(
          "luks-length", .noGuestData,
          "the LUKS header has \(bytes.count) bytes, expected \(LUKSHeader.byteCount)"))
    }
    self.bytes = bytes[0..<LUKSHeader.byteCount]
    guard self.bytes.slice(.luksMagic) == LUKSHeader.magic else {
      throw .malformed(
        Finding(
          "luks-magic", .noGuestData, field: .luksMagic,
          "the encryption header begins with \"\(escaped(self.bytes.slice(.luksMagic)))\", "
            + "expected \"LUKS\\xba\\xbe\""))
    }
  }

  /// The value of a field that is a number.
  public subscript(_ field: Field) -> UInt64 { bytes.number(field) }

  /// The value of any field for people; text is escaped.
  public func text(_ field: Field) -> String { bytes.text(field) }

  /// The eight key slots, in use or not.
  public var slots: [LUKSKeySlot] {
    (0..<LUKSHeader.slotCount).map { index in
      let start = LUKSHeader.firstSlotOffset + index * LUKSKeySlot.byteCount
      return LUKSKeySlot(index: index, bytes: bytes[start..<start + LUKSKeySlot.byteCount])
    }
  }

  /// The length of the master key in bytes; as stored, so possibly absurd.
  public var keyByteCount: UInt64 { self[.luksKeyBytes] }

  /// Cipher, mode and IV generator of key material and data.
  ///
  /// - Returns: A specification whose key is as long as the header says.
  /// - Throws: `EncryptionError.unsupported` with the name at fault.
  public func cipherSpecification() throws(EncryptionError) -> CipherSpecification {
    try CipherSpecification(
      luksCipher: bytes.string(.luksCipherName), mode: bytes.string(.luksCipherMode),
      keyByteCount: Int(keyByteCount))
  }

  /// The hash that keys are derived and split with.
  ///
  /// - Returns: One of QEMU's hashes.
  /// - Throws: `EncryptionError.unsupported` with the name.
  public func hashAlgorithm() throws(EncryptionError) -> HashAlgorithm {
    let name = bytes.string(.luksHash)
    guard let hash = HashAlgorithm(rawValue: name) else {
      throw .unsupported(.hash, name: escaped(name))
    }
    return hash
  }
}

/// The record of one key slot.
public struct LUKSKeySlot: Hashable, Sendable {
  /// The slot's number, 0 to 7.
  public let index: Int
  /// The bytes of the record.
  public let bytes: Bytes

  /// The value of a field that is a number.
  public subscript(_ field: Field) -> UInt64 { bytes.number(field) }

  /// The value of any field for people.
  public func text(_ field: Field) -> String { bytes.text(field) }

  /// Whether a pass phrase may open the slot.
  public var isActive: Bool { self[.luksSlotActive] == LUKSKeySlot.active }
  /// Where the key material begins, in bytes from the start of the header.
  public var materialOffset: UInt64 { self[.luksSlotMaterialOffset] * 512 }
}
