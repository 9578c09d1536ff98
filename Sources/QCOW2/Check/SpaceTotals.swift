/// Bytes of a file by use. The sum of all is the file's length.
public struct SpaceTotals: Hashable, Sendable {
  /// One use: what a cluster is and who needs it.
  public struct Use: Hashable, Sendable {
    /// What the clusters are.
    public let `class`: ClusterClass
    /// Whose references keep them.
    public let holders: Holders
    /// Whether nothing refers to them although they are counted; only of class `none`.
    public let isLeaked: Bool
    /// Whether they lie past the last cluster in use.
    public let isTail: Bool
  }

  /// What a use takes.
  public struct Amount: Hashable, Sendable {
    /// The clusters, a last partial one included.
    public internal(set) var clusters: UInt64 = 0
    /// The bytes of the file.
    public internal(set) var bytes: UInt64 = 0
    /// The bytes that the file system has no blocks for; nil where it was not asked.
    public internal(set) var holeBytes: UInt64?
    /// Where the first of them begins; nil where there is none.
    public internal(set) var first: HostOffset?
  }

  /// The uses that occur.
  public internal(set) var uses: [Use: Amount] = [:]
  /// The length of the file.
  public let fileLength: UInt64
}
