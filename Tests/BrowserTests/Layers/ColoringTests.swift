import Browser
import Foundation
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// The colours of the map: by state, by the layer that provides the data, by a dirty bitmap.
@Suite struct ColoringTests {
  /// A range as `qemu-img map` tells it.
  private struct Run: Decodable {
    let start: UInt64
    let length: UInt64
    let depth: Int
    let present: Bool
  }

  private let directory: TemporaryDirectory
  private let top: String

  /// Three layers with something in each, the lowest one shorter than the others.
  init() throws {
    directory = try TemporaryDirectory()
    top = directory.file("top")
    try QEMU.create(directory.file("base"), size: "6M")
    try QEMU.io(directory.file("base"), ["write -P 1 0 1M", "write -P 1 5M 1M"])
    try QEMU.create(
      directory.file("middle"), size: "8M", arguments: ["-b", "base", "-F", "qcow2"])
    try QEMU.io(
      directory.file("middle"), ["write -P 2 512k 1M", "write -z 3M 64k", "write -c -P 2 7M 64k"])
    try QEMU.create(top, size: "8M", arguments: ["-b", "middle", "-F", "qcow2"])
    try QEMU.io(top, ["write -P 3 640k 64k", "write -z 5M 128k"])
  }

  private func pilot(_ path: String, width: Int = 100) throws -> Pilot {
    let disk = try Disk(FilePath(path), gate: FolderGate(ownFolderOf: FilePath(path)))
    return Pilot(disk: disk, width: width, height: 30, screen: .map)
  }

  private func runs(_ path: String) throws -> [Run] {
    let text = try succeed("qemu-img", ["map", "-f", "qcow2", "--output=json", path])
    return try JSONDecoder().decode([Run].self, from: Data(text.utf8))
  }

  /// What stands at each cell of the map, the cursor's left out.
  private func expectLayers(_ pilot: Pilot, _ path: String, first: Int = 0) throws {
    let area = try #require(pilot.model.layout.content(of: .map))
    let map = try #require(pilot.model.mapLayout)
    let frame = try #require(pilot.model.grid?.frame)
    #expect(frame.cellBits == 16)
    let surface = pilot.drawn()
    for run in try runs(path) {
      for cluster in run.start >> 16..<(run.start + run.length) >> 16 {
        let (y, x) = Int(cluster).quotientAndRemainder(dividingBy: map.cellsPerRow)
        let cell = surface[area.x + map.labelWidth + x, area.y + y]
        let expected = run.present ? "\(run.depth + first)" : "."
        #expect(String(cell.scalar) == expected, "cluster \(cluster)")
      }
    }
  }

  @Test func theLayerOfEachClusterIsThatOfQEMU() throws {
    let pilot = try pilot(top)
    try pilot.press("c")
    #expect(pilot.model.coloring == .layer)
    #expect(pilot.message == "the map is coloured by layer")
    try expectLayers(pilot, top)
    let text = pilot.drawn().text
    for words in ["guest · layer", "0 top 3 ", "1 middle 17 ", "2 base "] {
      #expect(text.contains(words), "\(words)")
    }
    try pilot.press("c c c")
    #expect(pilot.model.coloring == .state)
    #expect(pilot.drawn().text.contains("guest · state"))
  }

  @Test func cellsOfManyClustersNameWhatTheyHold() throws {
    let pilot = try pilot(top, width: 30)
    pilot.resize(30, 10)
    try pilot.press("c")
    let grid = try #require(pilot.model.grid)
    #expect(grid.frame.cellBits > 16)
    guard case .layers(let layers)? = pilot.model.tint else {
      Issue.record("layers do not colour the map")
      return
    }
    for index in grid.cells.indices {
      let range = grid.frame.range(of: index)
      let expected = try runs(top).filter(\.present).reduce(into: [Int: UInt64]()) { sum, run in
        let low = max(run.start, range.lowerBound.rawValue)
        let high = min(run.start + run.length, range.upperBound.rawValue)
        if low < high { sum[run.depth, default: 0] += (high - low) >> 16 }
      }
      let shares = layers.shares(of: index)
      #expect(Dictionary(uniqueKeysWithValues: shares.map { ($0.layer, $0.units) }) == expected)
    }
  }

  /// Layers keep their numbers, and the map its colours, where a lower one is shown as the disk.
  @Test func aLayerShownAloneKeepsItsNumber() throws {
    let pilot = try pilot(top)
    try pilot.press("c 7 j Enter 2")
    #expect(pilot.model.choice == "layer 1 middle")
    #expect(pilot.model.coloring == .layer)
    try expectLayers(pilot, directory.file("middle"), first: 1)
    #expect(pilot.drawn().text.contains("layer 2 base"))
    try pilot.press("7 j Enter")
    #expect(pilot.model.choice == "layer 2 base")
    #expect(pilot.model.coloring == .state)
    try pilot.press("S")
    #expect(pilot.model.choice == nil)
  }

  /// A bitmap is about the image on top: it colours neither a layer below nor goes away for that, and
  /// reading the files again changes nothing of what was chosen.
  @Test func aBitmapColoursItsOwnImageAlone() throws {
    try succeed("qemu-img", ["bitmap", "--add", "-g", "64k", top, "changes"])
    try QEMU.io(top, ["write -P 9 2M 64k"])
    let pilot = try pilot(top)
    try pilot.press("6 Enter")
    guard case .bitmap = pilot.model.coloring else {
      Issue.record("the bitmap does not colour the map")
      return
    }
    try pilot.press("7 j Enter 2")
    #expect(pilot.model.choice == "layer 1 middle")
    #expect(pilot.model.coloring == .state && pilot.model.tint == nil)
    try pilot.press("6 Enter")
    #expect(pilot.model.coloring == .state)
    #expect(pilot.message.contains("S goes back"))
    try pilot.press("S 2")
    #expect(pilot.drawn().text.contains("cleared 64 KiB"))
    // The directory moves with every change.
    try QEMU.io(top, ["write -P 9 4M 64k"])
    try pilot.press("R S")
    #expect(pilot.drawn().text.contains("cleared 128 KiB"))
    try succeed("qemu-img", ["bitmap", "--remove", top, "changes"])
    try pilot.press("R")
    #expect(pilot.model.coloring == .state && pilot.model.tint == nil)
  }

  @Test func oneLayerIsNotToldApart() throws {
    let pilot = try pilot(directory.file("base"))
    var seen: [Coloring] = []
    repeat {
      try pilot.press("c")
      seen.append(pilot.model.coloring)
    } while seen.last != .state && seen.count < 9
    #expect(seen == [.scheme(.refcount), .scheme(.distance), .state])
  }

  @Test func aBitmapThatCannotBeTrustedSaysSo() throws {
    let path = directory.file("base")
    try succeed("qemu-img", ["bitmap", "--add", path, "changes"])
    try QEMU.io(path, ["write -P 9 2M 64k"])
    let pilot = try pilot(path)
    try pilot.press("c")
    #expect(pilot.drawn().text.contains("cleared 64 KiB"))
    // The marks differ from what is there without them, colours or not.
    let row = pilot.drawn(.ascii).lines[3]
    #expect(row.hasPrefix("      0 D" + String(repeating: "-", count: 15)))
    #expect(row.dropFirst(8 + 32).hasPrefix("#"))
    var image = try ImageBytes(contentsOf: path)
    // The name follows the 24 bytes of the entry, of which older copies are left; the lowest flag
    // is in-use.
    let name = try #require(image.bytes.ranges(of: Array("changes".utf8)).last).lowerBound
    image.store(image.number(at: name - 12, width: 4) | 1, at: name - 12, width: 4)
    try write(image.bytes, to: path)
    let info = try succeed("qemu-img", ["info", path])
    #expect(info.contains("in-use"), "QEMU does not agree")
    let stale = try self.pilot(path)
    try stale.press("6")
    #expect(stale.drawn().text.contains("in use: not reliable"))
    try stale.press("Enter")
    #expect(stale.drawn().text.contains("do not rely on it"))
    // The bits lie where no cluster begins.
    let table = Int(image.number(at: name - 24, width: 8))
    image.store(image.number(at: table, width: 8) | 512, at: table, width: 8)
    try write(image.bytes, to: path)
    let broken = try self.pilot(path)
    try broken.press("c")
    #expect(broken.drawn().text.contains("? cannot be read"))
    #expect(broken.drawn().lines[3].dropFirst(9).hasPrefix("????????????????"))
  }
}
