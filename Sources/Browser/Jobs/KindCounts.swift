package import QCOW2

/// Units of each kind in a stretch of the disk. A unit is a cluster, or a subcluster where the image
/// has them.
package struct KindCounts: Equatable, Sendable {
  // In line, because there are tens of thousands of them.
  private var counts: [7 of UInt64] = .init(repeating: 0)
  /// Those of them that are no hole and come from a layer below the image.
  package private(set) var below: UInt64 = 0

  package init() {}

  package subscript(_ kind: ExtentKind) -> UInt64 {
    get { counts[kind.rawValue] }
    set { counts[kind.rawValue] = newValue }
  }

  /// Counts units of an extent.
  mutating func add(_ units: UInt64, of extent: Extent) {
    counts[extent.kind.rawValue] += units
    if extent.comesFromBelow { below += units }
  }

  /// Counts units that come from a layer below.
  mutating func addBelow(_ units: UInt64) {
    let known = min(units, total)
    if known < units { counts[ExtentKind.data.rawValue] += units - known }
    below += units
  }

  /// All that is known.
  package var total: UInt64 {
    var sum: UInt64 = 0
    for index in counts.indices { sum += counts[index] }
    return sum
  }
  /// All that is known to be there: no hole, not lost, not in a file that is not open.
  package var allocated: UInt64 {
    total - self[.unallocated] - self[.missing] - self[.damaged]
  }

  package static func == (left: KindCounts, right: KindCounts) -> Bool {
    left.below == right.below
      && left.counts.indices.allSatisfy { left.counts[$0] == right.counts[$0] }
  }

  package static func += (left: inout KindCounts, right: KindCounts) {
    for index in left.counts.indices { left.counts[index] += right.counts[index] }
    left.below += right.below
  }

  /// What is not a hole, most frequent first; damage goes before everything.
  package var dominating: ExtentKind? {
    if self[.damaged] > 0 { return .damaged }
    let most = ExtentKind.allCases.filter { $0 != .unallocated }.max { self[$0] < self[$1] }
    return most.flatMap { self[$0] > 0 ? $0 : nil }
  }
}

extension Extent {
  /// Whether a layer below the image provides the range.
  var comesFromBelow: Bool {
    layer > 0 && kind != .unallocated && kind != .missing
  }
}
