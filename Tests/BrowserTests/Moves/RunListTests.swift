import Browser
import Foundation
import QCOW2
import Surface
import TestSupport
import Testing

/// The list of runs beside the map.
@Suite struct RunListTests {
  /// A range as `qemu-img map` tells it.
  private struct Run: Decodable {
    let start: UInt64
    let length: UInt64
    let data: Bool
    let offset: UInt64?
  }

  @Test func rowsAreTheRunsOfQEMU() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "64M")
    try QEMU.io(path, ["write 0 1M", "write 32M 1M", "write 1M 1M", "write -z -u 8M 1M"])
    let json = try succeed("qemu-img", ["map", "-f", "qcow2", "--output=json", path])
    let expected = try JSONDecoder().decode([Run].self, from: Data(json.utf8)).filter(\.data)
    #expect(expected.count == 3)
    let pilot = try Pilot(path: path, width: 200, height: 40, screen: .map)
    try pilot.press("r")
    #expect(pilot.model.focus == .runs)
    let lines = pilot.drawn().lines.compactMap { $0.split(separator: "│").last }
    for run in expected {
      let line = try #require(lines.first { $0.hasPrefix(" D \(hex(run.start)) ") })
      #expect(line.contains(" \(binarySize(run.length)) "))
      #expect(line.contains(" \(hex(try #require(run.offset))) "))
    }
    // Data at 1 MiB was written last: the file goes on 1 MiB further up, past that of 32 MiB.
    let second = try #require(lines.first { $0.hasPrefix(" D 0x100000 ") })
    #expect(second.contains(" +1 MiB "))
    #expect(lines.contains { $0.hasPrefix(" z 0x800000 ") })
    try pilot.press("End k Enter")
    #expect(pilot.cursor == 32 << 20)
    #expect(pilot.model.screen == .map)
    try pilot.press("r")
    #expect(pilot.model.focus == .map)
    #expect(!pilot.drawn().text.contains("Runs"))
  }

  /// A disk of 4096 clusters of which every second one is a hole.
  private func scattered(width: Int, height: Int) throws -> Pilot {
    let (directory, path) = try ManyTables.image()
    var image = try ImageBytes(contentsOf: path)
    withExtendedLifetime(directory) {}
    for table in 0..<64 {
      for entry in stride(from: 1, to: 64, by: 2) {
        image.store(0, at: image.l2Entry(table, entry), width: 8)
      }
    }
    let opened = try Image(MemoryStorage(image.bytes, name: "scattered"))
    return Pilot(opened, width: width, height: height, screen: .map)
  }

  @Test func aLongListIsReadAsItIsWalked() throws {
    let pilot = try scattered(width: 120, height: 40)
    try pilot.press("r")
    #expect(try #require(pilot.model.runs?.rows.count) < 4096)
    var last: UInt64 = 0
    for _ in 0..<150 {
      try pilot.press("PgDn Enter")
      #expect(pilot.cursor >= last)
      last = pilot.cursor
    }
    #expect(last == 4095 * 512)
    for _ in 0..<150 { try pilot.press("PgUp") }
    try pilot.press("Enter")
    #expect(pilot.cursor == 0)
  }

  @Test func theListFollowsTheMap() throws {
    let pilot = try scattered(width: 120, height: 40)
    try pilot.press("r Tab")
    #expect(pilot.model.focus == .map)
    for place in ["50%", "1M-512", "$", "0", "1500c"] {
      try pilot.go(to: place)
      let row = try #require(pilot.model.chosen[.runs])
      let run = try #require(pilot.model.runs?.rows[row])
      #expect(run.start.rawValue <= pilot.cursor && pilot.cursor < run.end.rawValue, "\(place)")
      #expect(pilot.drawn().text.contains(" \(run.start) "), "\(place)")
    }
  }

  /// Sorted, the list is of the whole disk, and says so.
  @Test func theLongestRunsComeFirst() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "64M")
    try QEMU.io(path, ["write 0 192k", "write 32M 2M", "write 8M 64k", "write 60M 512k"])
    let pilot = try Pilot(path: path, width: 200, height: 40, screen: .map)
    // Data alone, then by length: the first column that is sorted by is the place.
    try pilot.press("f d r o o")
    let lines = pilot.drawn().lines.compactMap { $0.split(separator: "│").last }
    let lengths = lines.filter { $0.hasPrefix(" D ") }.compactMap { line in
      line.split(separator: " ").dropFirst(2).prefix(2).joined(separator: " ")
    }
    #expect(lengths == ["2 MiB", "512 KiB", "192 KiB", "64 KiB"])
    #expect(pilot.drawn().text.contains("Runs: all 4, only data"))
    try pilot.press("Home Enter")
    #expect(pilot.cursor == 32 << 20)
  }

  /// What the file expects and counts is what QEMU wrote.
  @Test func runsTellWhereTheFileWouldGoOnAndTheirCounts() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "64M")
    try QEMU.io(path, ["write 0 1M", "write 32M 1M"])
    try succeed("qemu-img", ["snapshot", "-c", "first", path])
    try QEMU.io(path, ["write 1M 1M"])
    let json = try succeed("qemu-img", ["map", "-f", "qcow2", "--output=json", path])
    let runs = try JSONDecoder().decode([Run].self, from: Data(json.utf8)).filter(\.data)
    let pilot = try Pilot(path: path, width: 200, height: 40, screen: .map)
    try pilot.press("r")
    let lines = pilot.drawn().lines.compactMap { $0.split(separator: "│").last }
    let words = { (start: UInt64) in
      lines.first { $0.hasPrefix(" D \(hex(start)) ") }?.split(separator: " ").map(String.init)
    }
    let first = try #require(runs.first { $0.start == 0 }?.offset)
    let own = try #require(words(1 << 20))
    #expect(own.contains(hex(first + 1 << 20)), "the file would go on there")
    #expect(own.contains("1") && !own.contains("2"))
    #expect(try #require(words(0)).contains("2"))
    #expect(try #require(words(32 << 20)).contains("2"))
  }

  @Test(arguments: [(20, 5), (40, 12), (80, 24), (120, 40), (200, 60)])
  func everySizeShowsTheRun(size: (Int, Int)) throws {
    let pilot = try scattered(width: size.0, height: size.1)
    try pilot.press("r j")
    #expect(pilot.drawn(.ascii).text.contains(". 0x200 "))
    try pilot.press("z j z")
    #expect(pilot.drawn(.ascii).text.contains("D 0x400 "))
  }
}
