/// Where the data of a compressed cluster lies (specification: "Compressed Clusters Descriptor").
public struct CompressedDescriptor: Hashable, Sendable {
  /// The entry as stored, in the machine's byte order.
  public let rawValue: UInt64
  /// The binary logarithm of the cluster size, which decides where the fields are split.
  public let clusterBits: Int

  /// Wraps an entry whose bit 62 is set.
  public init(rawValue: UInt64, clusterBits: Int) {
    self.rawValue = rawValue
    self.clusterBits = clusterBits
  }

  /// What the bits mean, which depends on the cluster size.
  public static func fields(clusterBits: Int) -> [BitField] {
    let split = 70 - clusterBits
    return [
      BitField(0...split - 1, "offset", "host offset of the data, to the byte"),
      BitField(split...61, "sectors", "512-byte sectors touched after the first"),
      BitField(62, "COMPRESSED", "the cluster is compressed"),
      BitField(63, "reserved", "COPIED must be clear"),
    ]
  }

  private var split: UInt64 { UInt64(70 - clusterBits) }

  /// Where the data begins, to the byte.
  public var host: HostOffset { HostOffset(rawValue & ((1 << split) - 1)) }

  /// The 512-byte sectors that the data touches after its first.
  public var additionalSectors: UInt64 {
    rawValue >> split & ((1 << UInt64(clusterBits - 8)) - 1)
  }

  /// An upper bound of the length in bytes. The data may end anywhere in the last sector, and
  /// that sector may lie past the end of the file.
  public var maximumLength: UInt64 { (additionalSectors + 1) * 512 - (host.rawValue & 511) }
}
