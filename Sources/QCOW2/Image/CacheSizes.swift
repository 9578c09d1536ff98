/// The bounds of an image's caches in bytes.
public struct CacheSizes: Hashable, Sendable {
  /// For slices of L2 tables.
  public var tables: Int
  /// For decompressed clusters.
  public var clusters: Int

  /// 4 MiB of table slices map 32 GiB of guest data at 64 KiB clusters.
  public init(tables: Int = 4 << 20, clusters: Int = 8 << 20) {
    self.tables = tables
    self.clusters = clusters
  }
}
