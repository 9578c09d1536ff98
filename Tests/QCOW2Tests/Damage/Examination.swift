import Foundation
import QCOW2
import TestSupport
import Testing

/// Prints seeds as they come, for hunting one that ends the process.
enum SeedLog {
  private static let isOn = ProcessInfo.processInfo.environment["QCOW2_TEST_SEEDS"] != nil

  static func note(_ text: String) {
    if isOn { FileHandle.standardError.write(Data("mutation \(text)\n".utf8)) }
  }
}

/// Everything a reader does with an image, within a budget of steps.
///
/// - Returns: Whether the image could be opened.
func examine(_ mutated: ImageBytes, _ name: String) throws -> Bool {
  let storage = CountingStorage(MemoryStorage(mutated.bytes, name: name))
  guard let inspection = try? Inspection(storage) else { return false }
  for finding in inspection.findings { #expect(!finding.message.isEmpty, "\(name)") }
  guard let image = try? Image(storage, caches: .init(tables: 65_536, clusters: 65_536)) else {
    #expect(inspection.refusal != nil, "\(name): refused without a reason")
    return false
  }
  // A mutated size may be of any length: the first and the last MiB are looked at.
  let end = image.geometry.virtualSize
  let edge = min(end, 1 << 20)
  for range in [0..<edge, end - edge..<end] {
    walk(image, GuestOffset(range.lowerBound)..<GuestOffset(range.upperBound), name)
  }
  var generator = SplitMix64(seed: end)
  for _ in 0..<6 where edge > 0 {
    let start = UInt64.random(in: 0..<edge, using: &generator)
    let count = Int(min(edge - start, UInt64.random(in: 0..<9000, using: &generator)))
    let found = try? image.read(at: GuestOffset(start), count: count)
    #expect(found == nil || found?.count == count, "\(name)")
    _ = image.translation(of: GuestOffset(start))
  }
  for record in ((try? image.snapshots())?.records ?? []).prefix(4) {
    if let old = try? image.disk(of: record) {
      for _ in old.extents(in: old.guestRange).prefix(50) {}
    }
    _ = try? image.vmState(of: record)
  }
  for record in ((try? image.bitmaps())?.records ?? []).prefix(4) {
    guard let runs = image.runs(of: record) else { continue }
    for _ in runs.prefix(500) {}
  }
  #expect(image.tableCacheStatistics.byteCount <= 65_536, "\(name)")
  #expect(image.clusterCacheStatistics.byteCount <= 65_536, "\(name)")
  // The largest single read: a header cluster, or the data of a compressed one, is 2 MiB.
  #expect(storage.calls.allSatisfy { $0.count <= 4 << 20 }, "\(name)")
  return true
}

/// Expects that runs cover the range without a gap, and are the same both ways.
private func walk(_ image: Image, _ range: Range<GuestOffset>, _ name: String) {
  // No walk has more runs than the range has sectors.
  let budget = Int((range.upperBound - range.lowerBound) / 512) + 1
  let up = Array(image.extents(in: range).prefix(budget + 1))
  #expect(up.count <= budget, "\(name): too many runs")
  var next = range.lowerBound
  for extent in up {
    if extent.start != next || extent.length == 0 {
      Issue.record("\(name): \(extent) instead of a run from \(next)")
      return
    }
    next = extent.end
  }
  #expect(next == range.upperBound, "\(name): the walk ends at \(next)")
  let down = Array(image.reversedExtents(in: range).prefix(budget + 1))
  if up != down.reversed() { Issue.record("\(name): \(up) upwards, \(down) downwards") }
}
