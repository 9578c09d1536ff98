import QCOW2
import SystemPackage
import TestSupport
import Testing

/// Opens a chain of a test with every file that it names.
func openDisk(_ path: String, gate: any OpenGate = TrustingGate()) throws(ImageError) -> Disk {
  try Disk(FilePath(path), gate: gate, caches: .init(clusters: 64 << 20))
}

/// Expects that the whole disk equals `whole`, read in steps that fit nothing.
func expectBytes(_ disk: Disk, _ whole: [UInt8]) throws {
  try #require(disk.geometry.virtualSize == UInt64(whole.count))
  let step = 777_777
  for start in stride(from: 0, to: whole.count, by: step) {
    let count = min(step, whole.count - start)
    let found = try disk.read(at: GuestOffset(UInt64(start)), count: count)
    let difference = firstDifference(found, from: whole, at: start)
    try #require(difference == nil, "byte \(start) + \(difference ?? 0) differs")
  }
}

/// Expects that random reads give slices of `whole`.
func expectRandomReads(
  _ disk: Disk, _ whole: [UInt8], count: Int, _ generator: inout SplitMix64
) throws {
  for number in 0..<count where !whole.isEmpty {
    let start = Int.random(in: 0..<whole.count, using: &generator)
    let longest = number % 100 == 0 ? 3 << 20 : 6000
    let length = min(Int.random(in: 0...longest, using: &generator), whole.count - start)
    let found = try disk.read(at: GuestOffset(UInt64(start)), count: length)
    try #require(found.count == length)
    let difference = firstDifference(found, from: whole, at: start)
    try #require(difference == nil, "read \(number) at \(start) + \(length) differs")
  }
}

/// Expects that the runs are QEMU's, maximal, and the same both ways.
func expectMap(_ disk: Disk, _ map: [ChainRun]) throws {
  let extents = Array(disk.extents(in: disk.guestRange))
  let found = ChainRun.merged(extents.map(ChainRun.init))
  if found != map {
    let place = zip(found, map).first { $0 != $1 }
    Issue.record("\(found.count) runs, QEMU has \(map.count); first: \(String(describing: place))")
  }
  for (left, right) in zip(extents, extents.dropFirst()) where left.end != right.start {
    Issue.record("\(right) does not follow \(left)")
  }
  // Compressed runs join whatever streams; all others here join where the merged ones do.
  #expect(extents.count == found.count, "two neighbours are one run")
  #expect(extents == disk.reversedExtents(in: disk.guestRange).reversed())
}

/// Expects that a walk over part of the disk is the whole walk, clipped, whichever way it goes.
func expectClippedWalks(_ disk: Disk, count: Int, _ generator: inout SplitMix64) {
  let size = disk.geometry.virtualSize
  let all = Array(disk.extents(in: disk.guestRange))
  for _ in 0..<count {
    let start = UInt64.random(in: 0..<size, using: &generator)
    let end = min(size, start + UInt64.random(in: 1...300_000, using: &generator))
    let range = GuestOffset(start)..<GuestOffset(end)
    let part = Array(disk.extents(in: range))
    let expected = all.filter { $0.range.overlaps(range) }
    let isSame =
      part.count == expected.count
      && zip(part, expected).allSatisfy { piece, whole in
        piece.range == whole.range.clamped(to: range) && piece.kind == whole.kind
          && piece.layer == whole.layer
          && (piece.kind == .compressed
            || piece.host?.rawValue
              == whole.host.map { $0.rawValue + (piece.start - whole.start) })
      }
    guard isSame, part == disk.reversedExtents(in: range).reversed() else {
      Issue.record("\(range): \(part) instead of \(expected)")
      return
    }
  }
}
