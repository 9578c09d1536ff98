/// The kinds of guest ranges.
public enum ExtentKind: Int, CaseIterable, Hashable, Sendable {
  /// Nothing in this image: the backing file shows through, or zeros.
  case unallocated
  /// Guest data, stored as it is.
  case data
  /// Zeros without a host cluster.
  case zeroPlain
  /// Zeros, with a host cluster kept for them.
  case zeroAllocated
  /// Compressed data.
  case compressed
  /// Something in a file that is not open.
  case missing
  /// A range whose entries are broken, lost or unreadable.
  case damaged

  /// A name for people.
  public var name: String {
    switch self {
    case .unallocated: "hole"
    case .data: "data"
    case .zeroPlain: "zero"
    case .zeroAllocated: "zero kept"
    case .compressed: "compressed"
    case .missing: "in a file that is not open"
    case .damaged: "damaged"
    }
  }
}
