import Browser
import Foundation
import QCOW2
import Surface
import TestSupport
import Testing

/// The colours of the map that tell classes of clusters apart: reference counts, sharing, distances
/// and content.
@Suite struct SchemeTests {
  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("disk.qcow2")
  }

  /// A disk whose snapshot shares three of four MiB with it.
  private func makeSnapshots() throws {
    try QEMU.create(path, size: "8M")
    try QEMU.io(path, ["write -P 1 0 4M"])
    try succeed("qemu-img", ["snapshot", "-c", "before", path])
    try QEMU.io(path, ["write -P 2 1M 1M", "write -P 3 6M 64k"])
  }

  private func pilot(_ coloring: String) throws -> Pilot {
    let pilot = try Pilot(path: path, width: 100, height: 30, screen: .map)
    try color(pilot, coloring)
    return pilot
  }

  private func color(_ pilot: Pilot, _ name: String) throws {
    try pilot.press(":")
    pilot.type("color \(name)")
    try pilot.press("Enter")
    #expect(pilot.model.prompt == nil)
  }

  private func totals(_ pilot: Pilot) throws -> [UInt64] {
    guard case .classes(let grid)? = pilot.model.tint else {
      Issue.record("no classes colour the map")
      return []
    }
    #expect(grid.percent == 100)
    return grid.total
  }

  /// The clusters of the file that are counted, by the stored counts alone.
  private func countedClusters() throws -> Int {
    let image = try ImageBytes(contentsOf: path)
    return (0..<Int(image.clusterSize / 2)).count {
      image.number(at: image.refcountBlock + $0 * 2, width: 2) > 0
    }
  }

  @Test func countsAreTheStoredOnes() throws {
    try makeSnapshots()
    let totals = try totals(pilot("refcount"))
    // 3 MiB have a count of 2; what was written since has 1.
    #expect(totals == [0, 0, 17, 48, 0, 0, 0])
    var image = try ImageBytes(contentsOf: path)
    let host = Int(image.number(at: image.l2Entry(0, 0), width: 8) >> 16 & 0xffff)
    image.store(0, at: image.refcountBlock + host * 2, width: 2)
    let spoilt = try Image(MemoryStorage(image.bytes, name: "spoilt"))
    let pilot = Pilot(spoilt, width: 100, height: 30, screen: .map)
    try color(pilot, "refcount")
    #expect(try self.totals(pilot) == [1, 0, 17, 47, 0, 0, 0])
    try pilot.press("j")
    #expect(pilot.drawn().lines[3].dropFirst(8).hasPrefix("02"))
    #expect(pilot.drawn().text.contains("0 refcount 0 1  1 1 17  2 2 47"))
  }

  /// What a snapshot has alone is what its deletion gives back.
  @Test func exclusiveClustersGoWithTheirSnapshot() throws {
    try makeSnapshots()
    let pilot = try pilot("sharing")
    #expect(try totals(pilot) == [17, 48, 0, 0])
    try pilot.press("5 Enter 2")
    let exclusive = try totals(pilot)
    #expect(exclusive == [16, 48, 0, 0])
    let before = try countedClusters()
    try succeed("qemu-img", ["snapshot", "-d", "before", path])
    // Its L1 table, its L2 table and the snapshot table go too.
    #expect(try before - countedClusters() == Int(exclusive[0]) + 3)
  }

  @Test func compressedClustersAreSharedByTheirStream() throws {
    try QEMU.create(path, size: "8M")
    try QEMU.io(path, ["write -c -P 1 0 64k", "write -c -P 2 64k 64k"])
    try succeed("qemu-img", ["snapshot", "-c", "before", path])
    try QEMU.io(path, ["write -P 3 64k 64k", "write -c -P 4 128k 64k"])
    // All streams lie in one cluster of the file, which is counted once for each.
    #expect(try totals(pilot("sharing")) == [2, 1, 0, 0])
  }

  @Test func breaksAreThoseOfQEMU() throws {
    try QEMU.create(path, size: "16M")
    for place in [0, 5, 1, 2, 9, 3] {
      try QEMU.io(path, ["write \(place)M 1M"])
    }
    struct Run: Decodable {
      let data: Bool
      let length: UInt64
      let offset: UInt64?
    }
    let json = try succeed("qemu-img", ["map", "-f", "qcow2", "--output=json", path])
    let runs = try JSONDecoder().decode([Run].self, from: Data(json.utf8)).filter(\.data)
    var (back, far, near, end) = (UInt64(0), UInt64(0), UInt64(0), UInt64?.none)
    for run in runs {
      let host = try #require(run.offset)
      if let end, end != host {
        if host < end { back += 1 } else if host - end >= 1 << 20 { far += 1 } else { near += 1 }
      }
      end = host + run.length
    }
    #expect(back + far + near >= 3)
    let pilot = try pilot("distance")
    #expect(try totals(pilot) == [96 - back - far - near, back, far, near])
    var places: [UInt64] = []
    while try {
      try pilot.press("] f"); return pilot.cursor != places.last
    }() {
      places.append(pilot.cursor)
    }
    #expect(places.count == Int(back + far + near))
    #expect(pilot.message.hasPrefix("no more host breaks after 0x"))
    var reversed: [UInt64] = []
    try pilot.press("G")
    while try {
      try pilot.press("[ f"); return pilot.cursor != reversed.last
    }() {
      reversed.append(pilot.cursor)
    }
    #expect(reversed == places.reversed())
  }

  @Test func contentIsWhatWasWritten() throws {
    try QEMU.create(path, size: "8M")
    var generator = SplitMix64(seed: 7)
    let random = (0..<65536).map { _ in UInt8.random(in: 0...255, using: &generator) }
    try write(random, to: directory.file("random"))
    try QEMU.io(
      path,
      [
        "write -P 0 0 64k", "write -P 65 64k 64k", "write -s \(directory.file("random")) 128k 64k",
        "write -c -P 0 192k 64k",
      ])
    let pilot = try pilot("content")
    #expect(try totals(pilot) == [2, 1, 0, 0, 0, 1, 0, 0])
    try pilot.press("j")
    #expect(pilot.drawn().lines[3].dropFirst(8).hasPrefix("Z18Z"))
  }

  /// Zeros that take no cluster have no count, and still more than a hole's colour.
  @Test func whatNoClassSpeaksOfIsInTheLegend() throws {
    try QEMU.create(path, size: "8M")
    try QEMU.io(path, ["write -P 1 0 1M", "write -z 4M 512k"])
    let pilot = try pilot("refcount")
    let legend = try #require(pilot.drawn().lines.first { $0.hasPrefix(" 1 1 16  ") })
    #expect(legend.contains("█ none of these 8"), "\(legend)")
    try pilot.press("c")
    try QEMU.io(path, ["write -P 1 4M 512k"])
    let full = try Pilot(path: path, width: 100, height: 30, screen: .map)
    try color(full, "refcount")
    #expect(!full.drawn().text.contains("none of these"))
  }

  @Test func onlyNamesOfColoursAreTaken() throws {
    try QEMU.create(path, size: "8M")
    let pilot = try Pilot(path: path, width: 100, height: 30, screen: .main)
    try pilot.press(":")
    pilot.type("color sharing")
    try pilot.press("Enter")
    #expect(pilot.model.prompt?.isFaulty == true, "there are no snapshots")
    #expect(pilot.model.prompt?.preview.contains("refcount, distance and content") == true)
  }
}
