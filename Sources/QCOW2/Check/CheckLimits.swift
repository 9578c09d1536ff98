/// What a check may use.
public struct CheckLimits: Sendable {
  /// The bytes for what is known of each cluster: four for every one, where something refers to its
  /// neighbourhood.
  public var memory: Int
  /// The threads that read tables.
  public var threads: Int

  /// How many L2 tables are known at a time.
  var mostTables: Int { max(1024, memory / 64) }

  /// - Parameters:
  ///   - memory: Bytes for what is known of each cluster; 80 MiB are enough for 1.2 TiB of clusters
  ///     of 64 KiB in one pass.
  ///   - threads: The threads that read tables; as many as there are processors where nil.
  public init(memory: Int = 80 << 20, threads: Int? = nil) {
    self.memory = memory
    self.threads = threads ?? Processors.count
  }
}
