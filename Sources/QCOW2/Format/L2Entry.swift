/// An entry of an L2 table (specification: "L2 table entry"): the descriptor and, with extended
/// L2 entries, the subcluster bitmap.
public struct L2Entry: Hashable, Sendable {
  /// The first eight bytes as stored, in the machine's byte order.
  public let rawValue: UInt64
  /// The second eight bytes of an extended entry; empty otherwise.
  public let subclusters: SubclusterBitmap

  /// Wraps an entry as stored.
  public init(rawValue: UInt64, subclusters: SubclusterBitmap = SubclusterBitmap(rawValue: 0)) {
    self.rawValue = rawValue
    self.subclusters = subclusters
  }

  /// What the bits of a standard descriptor mean.
  public static let fields: [BitField] = [
    BitField(0, "ZERO", "the cluster reads as zeros (version 3, not with extended L2 entries)"),
    BitField(1...8, "reserved", "must be zero"),
    BitField(
      9...55, "offset", "host offset of the cluster; 0 means it is not allocated", isInPlace: true),
    BitField(56...61, "reserved", "must be zero"),
    BitField(62, "COMPRESSED", "the rest of the entry describes compressed data"),
    BitField(63, "COPIED", "the cluster's reference count is exactly one"),
  ]

  static let zeroMask: UInt64 = 1
  static let offsetMask: UInt64 = 0x00ff_ffff_ffff_fe00
  static let reservedMask: UInt64 = 0x3f00_0000_0000_01fe
  static let compressedMask: UInt64 = 1 << 62
  static let copiedMask: UInt64 = 1 << 63
  /// What decides the state of a standard entry that is not compressed.
  static let stateMask: UInt64 = compressedMask | offsetMask | zeroMask

  /// Whether the cluster's reference count is exactly one.
  public var isCopied: Bool { rawValue & Self.copiedMask != 0 }
  /// Whether the entry describes compressed data.
  public var isCompressed: Bool { rawValue & Self.compressedMask != 0 }
  /// Bit 0. With extended L2 entries it must not be used and is ignored.
  public var hasZeroFlag: Bool { !isCompressed && rawValue & Self.zeroMask != 0 }
  /// The bits of a standard entry that must be zero, in their place. Readers ignore them.
  public var reservedBits: UInt64 { isCompressed ? 0 : rawValue & Self.reservedMask }
  /// Where a standard entry's cluster lies. Offset 0 is nil here; an external data file gives it
  /// a meaning of its own.
  public var host: HostOffset? {
    let offset = rawValue & Self.offsetMask
    return isCompressed || offset == 0 ? nil : HostOffset(offset)
  }

  /// The compressed data that the entry describes.
  public func compressed(_ geometry: Geometry) -> CompressedDescriptor? {
    isCompressed
      ? CompressedDescriptor(rawValue: rawValue, clusterBits: geometry.clusterBits) : nil
  }

  /// The state of one subcluster; of the cluster, where there are none.
  ///
  /// - Parameters:
  ///   - subcluster: 0 to 31 with extended L2 entries, otherwise 0.
  ///   - geometry: The image's geometry.
  ///   - hasDataFile: Whether guest clusters lie in an external data file, where COPIED with offset
  ///     0 means "allocated at 0".
  /// - Returns: The state by the entry alone; whether the host range exists is not looked at.
  public func mapping(subcluster: Int, _ geometry: Geometry, hasDataFile: Bool) -> Mapping {
    if let descriptor = compressed(geometry) { return .compressed(descriptor) }
    let allocated = host ?? (hasDataFile && isCopied ? .zero : nil)
    if let allocated, geometry.offsetInCluster(allocated) != 0 {
      return .damaged(.unalignedCluster(allocated))
    }
    if geometry.hasExtendedL2 {
      return mapping(ofSubcluster: subcluster, at: allocated, geometry)
    }
    guard hasZeroFlag else { return allocated.map(Mapping.data) ?? .unallocated }
    // QEMU fails reads of such entries although its check passes them.
    guard geometry.version >= 3 else { return .damaged(.zeroFlagInVersion2) }
    return host.map(Mapping.zeroAllocated) ?? .zeroPlain
  }

  private func mapping(
    ofSubcluster index: Int, at host: HostOffset?, _ geometry: Geometry
  ) -> Mapping {
    guard subclusters.allocated & subclusters.zero == 0 else {
      return .damaged(.subclusterConflict(subclusters))
    }
    let bit: UInt32 = 1 << UInt32(index)
    guard let host else {
      guard subclusters.allocated == 0 else {
        return .damaged(.subclusterWithoutCluster(subclusters))
      }
      return subclusters.zero & bit != 0 ? .zeroPlain : .unallocated
    }
    let start = host + UInt64(index) * geometry.subclusterSize
    if subclusters.allocated & bit != 0 { return .data(start) }
    // With neither bit the host cluster exists, but the guest sees the backing file.
    return subclusters.zero & bit != 0 ? .zeroAllocated(start) : .unallocated
  }
}
