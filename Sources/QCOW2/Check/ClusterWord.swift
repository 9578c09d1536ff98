/// What a pass over all references found out about one host cluster, in 32 bits.
///
/// Bits 0 to 12 count the references, bits 13 and 14 say whether the active disk has entries without
/// and with COPIED for it, bits 15 to 27 are the holders, bits 28 to 31 the class.
struct ClusterWord: RawRepresentable, Equatable {
  var rawValue: UInt32

  init(rawValue: UInt32) { self.rawValue = rawValue }

  init(_ claim: Claim) {
    let count = UInt32(min(claim.references, UInt64(Self.mostReferences)))
    let flags: UInt32 =
      switch claim.active {
      case .none: 0
      case .plain: Self.plainFlag
      case .copied: Self.copiedFlag
      }
    rawValue =
      count | flags | UInt32(claim.holders.code) << 15 | UInt32(claim.class.rawValue) << 28
  }

  static let mostReferences: UInt32 = 0x1fff
  static let plainFlag: UInt32 = 1 << 13
  static let copiedFlag: UInt32 = 1 << 14
  static let activeFlags = plainFlag | copiedFlag

  /// The references, as far as 13 bits count them; the table knows the rest.
  var references: UInt32 { rawValue & Self.mostReferences }
  /// Whether an entry of the active disk refers to it.
  var isActive: Bool { rawValue & Self.activeFlags != 0 }
  var holders: Holders { Holders(code: UInt16(rawValue >> 15 & 0x1fff)) }
  var `class`: ClusterClass { ClusterClass(rawValue: UInt8(rawValue >> 28)) ?? .none }
}

/// What a reference, or a run of like ones, says of the clusters it refers to.
struct Claim {
  /// Which entry of the active disk it is, if it is one whose COPIED flag counts.
  enum Active { case none, plain, copied }

  var `class`: ClusterClass
  var holders = Holders.none
  var active = Active.none
  /// How often each cluster is referred to: as often as the table of the entry is.
  var references: UInt64 = 1
  /// How often the active disk does.
  var activeReferences: UInt64 = 0
}
