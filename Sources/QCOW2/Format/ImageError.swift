/// What stops an operation. The text of every case names the place and what was expected; the
/// program adds the file's name.
public enum ImageError: Error, Hashable, Sendable {
  /// A system call failed.
  case system(SystemFailure)
  /// The path names something that cannot hold an image.
  case notAFile(kind: String)
  /// The magic number is missing; `found` is what is there, up to four bytes.
  case notAnImage(found: [UInt8])
  /// A header rule is broken so that the image cannot be opened.
  case refused(Finding)
  /// Guest data cannot be read for the reason given.
  case guestDataRefused(Finding)
  /// A file that the image names was not opened; the sentence says why.
  case openRefused(String)
  /// Encrypted data cannot be decrypted.
  case encryption(EncryptionError)
  /// A guest range comes from a backing file, which is not open.
  case needsBackingFile(name: String, at: GuestOffset)
  /// The entry for a guest range is broken.
  case damaged(Damage, at: GuestOffset)
  /// Compressed data does not decode to the cluster that is lost with it.
  case undecodable(reason: String, host: Range<HostOffset>, lost: Range<GuestOffset>)
  /// Another program changed what a guest range is made of each time that it was read.
  case changing(at: GuestOffset)
  /// A guest range reaches past the end of the virtual disk.
  case pastEndOfDisk(offset: GuestOffset, count: UInt64, size: UInt64)
  /// The caller asked to stop.
  case cancelled
}

extension ImageError: CustomStringConvertible {
  /// One sentence for people, without the file's name.
  public var description: String {
    switch self {
    case .system(let failure): failure.description
    case .notAFile(let kind): "is \(kind), expected a regular file or a block device"
    case .notAnImage(let found) where found.isEmpty: "not a qcow2 image: the file is empty"
    case .notAnImage(let found):
      "not a qcow2 image: it begins with \(Self.hexDigits(found)), expected 514649fb (QFI\\xfb)"
    case .refused(let finding), .guestDataRefused(let finding): finding.message
    case .needsBackingFile(let name, let offset):
      "guest \(offset) comes from the backing file \(quoted(name)), which is not open"
    case .openRefused(let reason): reason
    case .encryption(let error): error.description
    case .damaged(let damage, let offset): "guest \(offset): \(damage.description)"
    case .undecodable(let reason, let host, let lost):
      "guest \(Self.text(lost)) is lost: the compressed data at \(Self.text(host)) is broken: \(reason)"
    case .changing(let offset):
      "guest \(offset) was changed by another program each time that it was read"
    case .pastEndOfDisk(let offset, let count, let size):
      "guest \(offset) + \(counted(count, "byte")) reaches past the end of the disk at \(hex(size))"
    case .cancelled: "stopped"
    }
  }
}

extension ImageError {
  private static func hexDigits(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The first and the last byte.
  private static func text<Offset: ByteOffset>(_ range: Range<Offset>) -> String {
    "\(range.lowerBound)..\(Offset(range.upperBound.rawValue - 1))"
  }

  /// The same as a finding, for something that is shown all the same.
  public var finding: Finding {
    guard case .undecodable(_, _, let lost) = self else {
      return Finding("unreadable", .warning, description)
    }
    return Finding("compressed-data", .warning, lost: lost, description)
  }
}
