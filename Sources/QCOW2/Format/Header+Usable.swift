extension Header {
  /// The header as far as structures can be found by it: a field that breaks its rule names nothing, or
  /// as much as its limit allows, so that what the others name can still be shown.
  ///
  /// This is for arithmetic, not for show: the image says something else.
  ///
  /// - Parameter findings: The broken rules; none of them leaves nothing to look at.
  /// - Returns: The same header where no rule is broken.
  func usable(_ findings: [Finding]) -> Header {
    var mended: [Field: UInt64] = [:]
    func drop(_ fields: Field...) { for field in fields { mended[field] = 0 } }
    func bound(_ field: Field, _ limit: UInt64) {
      mended[field] = min(mended[field] ?? self[field], limit)
    }
    for finding in findings where finding.severity == .refusal {
      switch (finding.code, finding.field) {
      case ("table-offset", Field.l1TableOffset): drop(.l1TableOffset, .l1Size)
      case ("table-offset", Field.refcountTableOffset):
        drop(.refcountTableOffset, .refcountTableClusters)
      case ("table-offset", Field.snapshotsOffset): drop(.snapshotsOffset, .nbSnapshots)
      case ("table-size", Field.l1Size): bound(.l1Size, (32 << 20) / 8)
      case ("table-size", Field.refcountTableClusters):
        bound(.refcountTableClusters, (8 << 20) >> self[.clusterBits])
      case ("table-size", Field.nbSnapshots): bound(.nbSnapshots, 65_536)
      case ("refcount-order", _):
        // Counts of no known width count nothing.
        drop(.refcountTableOffset, .refcountTableClusters)
        bound(.refcountOrder, 4)
      case ("subcluster-size", _):
        mended[.incompatibleFeatures] =
          self[.incompatibleFeatures] & ~KnownFeature.extendedL2.mask
      // No L1 table that is within its limits maps more.
      case ("size", _): bound(.size, 1 << 62)
      default: break
      }
    }
    return mended.isEmpty ? self : Header(self, setting: mended)
  }
}
