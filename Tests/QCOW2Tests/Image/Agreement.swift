import QCOW2
import TestSupport
import Testing

/// Expects that an image reads and maps as QEMU says.
///
/// - Parameters:
///   - path: The image.
///   - whole: Its guest bytes by QEMU; asked for if nil.
///   - randomReads: How many reads of a random place and length are compared.
///   - seed: Decides the places.
/// - Throws: What a command or the library throws.
func expectAgreement(
  _ path: String, with whole: [UInt8]? = nil, randomReads: Int = 200, seed: UInt64 = 1
) throws {
  let whole = try whole ?? QEMU.guestBytes(of: path)
  // Room for every decoded cluster: what is compared here is bytes, not the cache.
  let image = try Image(openStorage(path), caches: .init(clusters: 64 << 20))
  try #require(image.geometry.virtualSize == UInt64(whole.count))
  try expectBytes(image, whole)
  var generator = SplitMix64(seed: seed)
  try expectRandomReads(image, whole, count: randomReads, &generator)
  try expectMap(image, QEMU.map(path))
  expectClippedWalks(image, &generator)
}

/// Expects that the whole disk equals `whole`, read in steps that fit nothing.
func expectBytes(_ image: Image, _ whole: [UInt8]) throws {
  let step = 1_000_003
  for start in stride(from: 0, to: whole.count, by: step) {
    let count = min(step, whole.count - start)
    let found = try image.read(at: GuestOffset(UInt64(start)), count: count)
    let difference = firstDifference(found, from: whole, at: start)
    try #require(difference == nil, "byte \(start) + \(difference ?? 0) differs")
  }
}

private func expectRandomReads(
  _ image: Image, _ whole: [UInt8], count: Int, _ generator: inout SplitMix64
) throws {
  for number in 0..<count where !whole.isEmpty {
    let start = Int.random(in: 0..<whole.count, using: &generator)
    let longest = number % 100 == 0 ? 3 << 20 : 6000
    let length = min(Int.random(in: 0...longest, using: &generator), whole.count - start)
    let found = try image.read(at: GuestOffset(UInt64(start)), count: length)
    try #require(found.count == length)
    let difference = firstDifference(found, from: whole, at: start)
    try #require(difference == nil, "read \(number) at \(start) + \(length) differs")
  }
}

/// Expects that both ways over the whole disk give what QEMU says, in maximal runs.
func expectMap(_ image: Image, _ map: [GuestRun]) throws {
  let extents = Array(image.extents(in: image.guestRange))
  let found = GuestRun.merged(extents.map(GuestRun.init))
  if found != map {
    let place = zip(found, map).first { $0 != $1 }
    Issue.record("\(found.count) runs, QEMU has \(map.count); first: \(String(describing: place))")
  }
  #expect(isMaximal(extents), "two neighbours are one run")
  #expect(extents == image.reversedExtents(in: image.guestRange).reversed())
}

/// Whether no two neighbours could be one extent.
private func isMaximal(_ extents: [Extent]) -> Bool {
  zip(extents, extents.dropFirst()).allSatisfy { left, right in
    guard left.end == right.start, left.length > 0 else { return false }
    guard left.kind == right.kind, left.kind != .damaged else { return true }
    guard let leftHost = left.host, let rightHost = right.host else { return false }
    return left.kind != .compressed && leftHost + left.length != rightHost
  }
}

/// Expects that a walk over part of the disk is the whole walk, clipped, whichever way it goes.
func expectClippedWalks(_ image: Image, _ generator: inout SplitMix64, count: Int = 60) {
  let size = image.geometry.virtualSize
  let all = Array(image.extents(in: image.guestRange))
  for _ in 0..<count where size > 0 {
    let start = UInt64.random(in: 0..<size, using: &generator)
    let longest = Bool.random(using: &generator) ? size : 200_000
    let end = min(size, start + UInt64.random(in: 1...longest, using: &generator))
    let range = GuestOffset(start)..<GuestOffset(end)
    let part = Array(image.extents(in: range))
    let expected = all.compactMap { Piece($0, clippedTo: range) }
    // One place is enough: the first of many would be followed by all the others.
    guard part.map(Piece.init) == expected else {
      Issue.record("\(range): \(part) instead of \(expected)")
      return
    }
    let down = Array(image.reversedExtents(in: range).reversed())
    guard part == down else {
      Issue.record("\(range): \(part) upwards, \(down) downwards")
      return
    }
  }
}

/// An extent without what depends on where a walk began: the first stream of a compressed run.
private struct Piece: Hashable {
  let start: UInt64
  let length: UInt64
  let kind: ExtentKind
  let host: UInt64?

  init(_ extent: Extent) {
    start = extent.start.rawValue
    length = extent.length
    kind = extent.kind
    host = kind == .compressed ? nil : extent.host?.rawValue
  }

  init?(_ extent: Extent, clippedTo range: Range<GuestOffset>) {
    let clipped = extent.range.clamped(to: range)
    guard !clipped.isEmpty else { return nil }
    start = clipped.lowerBound.rawValue
    length = clipped.upperBound - clipped.lowerBound
    kind = extent.kind
    let cut = clipped.lowerBound - extent.start
    host = kind == .compressed ? nil : extent.host.map { $0.rawValue + cut }
  }
}
