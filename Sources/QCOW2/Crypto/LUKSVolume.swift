internal import SystemPackage

/// The LUKS encryption of an image: its header, and where its key material is read from.
public struct LUKSVolume: Sendable {
  /// The fixed part of the encryption header.
  public let header: LUKSHeader
  /// What breaks a rule, in QEMU's order; `noGuestData` keeps the volume from being unlocked.
  public let findings: [Finding]

  let storage: any Storage
  let pointer: EncryptionHeaderPointer

  /// Reads and judges the header; key material is read when a pass phrase is tried.
  ///
  /// - Parameters:
  ///   - storage: The image.
  ///   - pointer: The payload of the image's encryption header extension.
  /// - Throws: `EncryptionError.malformed` where there is no LUKS header, `.truncated` where the
  ///   file ends before it does, `.system` where reading fails.
  public init(
    _ storage: any Storage, at pointer: EncryptionHeaderPointer
  ) throws(EncryptionError) {
    self.storage = storage
    self.pointer = pointer
    let range = 0..<min(UInt64(LUKSHeader.byteCount), pointer.length)
    header = try LUKSHeader(
      LUKSVolume.read(storage, pointer, range, for: "the header", field: nil))
    findings = LUKSRules(header).findings
  }

  /// Reads a part of the encryption header, which must not go on past the length in the pointer.
  static func read(
    _ storage: any Storage, _ pointer: EncryptionHeaderPointer, _ range: Range<UInt64>,
    for what: String, field: Field?
  ) throws(EncryptionError) -> Bytes {
    guard range.upperBound <= pointer.length,
      let start = pointer.offset.advanced(by: range.lowerBound)
    else {
      throw .malformed(
        Finding(
          "luks-bounds", .noGuestData, field: field,
          "\(what) ends \(range.upperBound) bytes into the encryption header at "
            + "\(pointer.offset), which has \(pointer.length)"))
    }
    let bytes: Bytes
    do {
      bytes = try storage.bytes(at: start, count: range.count)
    } catch .system(let failure) {
      throw .system(failure)
    } catch {
      // Reading throws nothing else.
      throw .system(SystemFailure(.read, .ioError, at: start))
    }
    guard bytes.count == range.count else {
      throw .truncated(at: start, expected: range.count, found: bytes.count)
    }
    return bytes
  }
}
