import Browser
import QCOW2
import TestSupport
import Testing

/// An image with something of every kind, written by qemu-io, and what QEMU says of it.
struct Pattern {
  /// A maximal range of one kind.
  struct Region: Equatable {
    var kind: ExtentKind
    var start: UInt64
    var end: UInt64
  }

  let directory: TemporaryDirectory
  let path: String
  let size: UInt64
  /// The whole disk by `qemu-img map`, in order.
  let regions: [Region]

  init(size: String = "64M", options: [String] = []) throws {
    directory = try TemporaryDirectory()
    path = directory.file("pattern.qcow2")
    try QEMU.create(path, size: size, options: options)
    try QEMU.io(
      path,
      [
        "write -P 1 0 64k", "write -P 2 192k 128k",
        "write -c -P 3 512k 64k", "write -c -P 4 576k 64k",
        "write -z 1M 256k",
        // Zeros over data keep the cluster.
        "write -P 5 2M 128k", "write -z 2M 64k",
        // Written backwards, so that neighbours on the disk are none in the file.
        "write -P 6 3136k 64k", "write -P 7 3M 64k",
        "write -P 8 40M 64k", "write -P 9 66977792 128k",
      ])
    let runs = try QEMU.map(path)
    regions = runs.reduce(into: []) { regions, run in
      let kind = Self.kind(run)
      if let last = regions.last, last.kind == kind, last.end == run.start {
        regions[regions.count - 1].end = run.start + run.length
      } else {
        regions.append(Region(kind: kind, start: run.start, end: run.start + run.length))
      }
    }
    self.size = try #require(regions.last).end
  }

  /// What QEMU's words stand for; only compressed clusters have data but no place.
  private static func kind(_ run: GuestRun) -> ExtentKind {
    guard run.isPresent else { return .unallocated }
    if run.isZero { return run.host == nil ? .zeroPlain : .zeroAllocated }
    return run.host == nil ? .compressed : .data
  }

  /// Neighbours of wanted kinds joined.
  func regions(where isWanted: (ExtentKind) -> Bool) -> [Region] {
    regions.filter { isWanted($0.kind) }.reduce(into: []) { joined, region in
      if let last = joined.last, last.end == region.start {
        joined[joined.count - 1].end = region.end
      } else {
        joined.append(region)
      }
    }
  }

  /// The units of `bits` of one kind in a range.
  func units(_ kind: ExtentKind, in range: Range<UInt64>, bits: UInt64) -> UInt64 {
    regions.filter { $0.kind == kind }.reduce(0) { sum, region in
      let (low, high) = (max(region.start, range.lowerBound), min(region.end, range.upperBound))
      return low < high ? sum + (high - low + (1 << bits) - 1) >> bits : sum
    }
  }
}
