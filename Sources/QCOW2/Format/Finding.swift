/// Something in an image that breaks a rule or deserves a warning.
public struct Finding: Hashable, Sendable {
  /// What follows from a finding.
  public enum Severity: Int, Comparable, Sendable {
    /// Worth knowing; nothing is wrong.
    case note
    /// A rule is broken or something is lost, but the image can be read.
    case warning
    /// Guest data must not be read; structures can still be shown.
    case noGuestData
    /// The image cannot be opened.
    case refusal

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// A stable name for programs.
  public let code: String
  /// What follows from it.
  public let severity: Severity
  /// The header field at fault, where it is one.
  public let field: Field?
  /// The guest range that is lost by it, where that is known.
  public let lost: Range<GuestOffset>?
  /// A sentence for people that names the value and the limit. Text from the image is escaped.
  public let message: String

  init(
    _ code: String, _ severity: Severity, field: Field? = nil, lost: Range<GuestOffset>? = nil,
    _ message: String
  ) {
    self.code = code
    self.severity = severity
    self.field = field
    self.lost = lost
    self.message = message
  }
}
