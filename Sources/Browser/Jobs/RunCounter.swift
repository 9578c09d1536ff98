internal import QCOW2

/// Reads how often the clusters of a run are referred to, as the file itself counts it.
struct RunCounter {
  /// The clusters between two looks whether the job is to stop: half a megabyte of counts.
  private static let step: UInt64 = 1 << 18

  private var stored: StoredCounts
  private let clusterBits: UInt64

  /// Reads the refcount table; nil where that cannot be read.
  init?(_ image: Image) {
    guard !image.hasDataFile, let stored = try? StoredCounts(image.storage) else { return nil }
    self.stored = stored
    clusterBits = UInt64(image.geometry.clusterBits)
  }

  /// The least and the greatest count of a run's clusters; nil where the file has none of it, a count
  /// cannot be read, or the job is stopped.
  mutating func counts(of run: Extent, _ cancellation: Cancellation) -> ClosedRange<UInt64>? {
    guard let host = run.host, run.layer == 0, run.kind != .damaged, run.kind != .compressed,
      run.length > 0
    else { return nil }
    let (last, overflows) = host.rawValue.addingReportingOverflow(run.length - 1)
    guard !overflows else { return nil }
    var position = host.rawValue >> clusterBits
    let end = last >> clusterBits + 1
    var (least, most, isWhole) = (UInt64.max, UInt64.zero, true)
    while position < end, !cancellation.isCancelled {
      let next = min(end, position + Self.step)
      stored.forEachStretch(of: position..<next) { _, count in
        guard let count else { return isWhole = false }
        (least, most) = (min(least, count), max(most, count))
      }
      position = next
    }
    return isWhole && least <= most && !cancellation.isCancelled ? least...most : nil
  }
}
