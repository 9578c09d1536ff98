/// Why encrypted data cannot be decrypted. Every case is one clear sentence.
public enum EncryptionError: Error, Hashable, Sendable {
  /// A part of an encryption that has a name.
  public enum Part: String, Sendable {
    /// A block cipher with its key size.
    case cipher
    /// How the blocks of a sector are chained.
    case mode
    /// How a sector number becomes an initial vector.
    case ivGenerator = "IV generator"
    /// A hash function.
    case hash
  }

  /// No active key slot opens with the pass phrase.
  case wrongPassphrase
  /// The header has no key slot in use, so that no pass phrase can open it.
  case noActiveSlot
  /// The header names something that QEMU does not know either, or a combination that cannot be;
  /// the name is escaped.
  case unsupported(Part, name: String)
  /// A rule of the header is broken; the finding names the field.
  case malformed(Finding)
  /// The header or a slot's key material goes on past the end of the file.
  case truncated(at: HostOffset, expected: Int, found: Int)
  /// Trying a pass phrase would take longer than the caller allows; `slot` is nil for the digest
  /// of the master key.
  case tooManyIterations(slot: Int?, count: UInt32, limit: UInt32)
  /// A pass phrase is longer than any that makes sense.
  case secretTooLong(limit: Int)
  /// A system call failed.
  case system(SystemFailure)
  /// The library with the ciphers failed, for want of memory or by a policy of the system.
  case library(call: String, reason: String)
  /// The caller asked to stop.
  case cancelled
}

extension EncryptionError: CustomStringConvertible {
  /// One sentence for people, without the file's name.
  public var description: String {
    switch self {
    case .wrongPassphrase: "the pass phrase opens none of the key slots"
    case .noActiveSlot: "none of the eight key slots is in use, so no pass phrase opens the image"
    case .unsupported(let part, let name): "the \(part.rawValue) \"\(name)\" is not supported"
    case .malformed(let finding): finding.message
    case .truncated(let offset, let expected, let found):
      "the encryption header is cut off: \(found) of \(expected) bytes exist at \(offset)"
    case .tooManyIterations(let slot, let count, let limit):
      (slot.map { "key slot \($0)" } ?? "the master key digest")
        + " takes \(count) iterations, allowed is at most \(limit)"
    case .secretTooLong(let limit): "the pass phrase is longer than \(limit) bytes"
    case .system(let failure): failure.description
    case .library(let call, let reason): "\(call): \(reason)"
    case .cancelled: "stopped"
    }
  }
}
