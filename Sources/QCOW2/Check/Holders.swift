/// Whose references keep a cluster: the active disk's, snapshots', or both.
///
/// A value of 13 bits, because one is kept for every cluster of a file.
public struct Holders: Hashable, Sendable {
  let code: UInt16

  /// Nobody that a snapshot's deletion could touch.
  public static let none = Holders(code: 0)
  /// The active disk alone.
  public static let active = Holders(code: 1)
  /// The active disk and one snapshot or more.
  public static let activeAndSnapshots = Holders(code: 2)
  /// Two snapshots or more, and not the active disk.
  public static let severalSnapshots = Holders(code: 3)

  /// The snapshots that are told apart; what only one of the others holds counts as held by several.
  public static let mostSnapshots = 8188

  /// One snapshot alone.
  ///
  /// - Parameter index: Its place in the snapshot table.
  /// - Returns: The holder; with the last of very many snapshots that of several.
  static func snapshot(_ index: Int) -> Holders {
    index < mostSnapshots ? Holders(code: UInt16(index + 4)) : .severalSnapshots
  }

  /// The one snapshot that holds the cluster, or nil where it is not one alone.
  public var snapshot: Int? { code >= 4 ? Int(code) - 4 : nil }

  /// Whether the active disk needs the cluster.
  public var includeActive: Bool { self == .active || self == .activeAndSnapshots }

  /// Whether a snapshot needs the cluster.
  public var includeSnapshots: Bool { code >= 2 }

  func joined(with other: Holders) -> Holders {
    if self == other || other == .none { return self }
    if self == .none { return other }
    return includeActive || other.includeActive ? .activeAndSnapshots : .severalSnapshots
  }
}
