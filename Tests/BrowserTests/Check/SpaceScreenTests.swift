import Browser
import Foundation
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// The view of where the bytes of the file go.
@Suite struct SpaceScreenTests {
  /// A range as `qemu-img map` tells it.
  private struct Run: Decodable {
    let length: UInt64
    let data: Bool
    let offset: UInt64?
  }

  private func pilot(_ disk: SpoiltDisk, width: Int = 120, height: Int = 40) throws -> Pilot {
    try disk.save()
    return try Pilot(path: disk.path, width: width, height: height, screen: .space)
  }

  @Test func rowsAddUpToTheFile() throws {
    let disk = try SpoiltDisk()
    let pilot = try pilot(disk)
    let length = UInt64(try contents(of: disk.path).count)
    let rows = try #require(pilot.model.audit.report?.ledger?.rows)
    #expect(rows.reduce(0) { $0 + $1.amount.bytes } == length)
    let text = pilot.drawn().text
    #expect(text.contains("Space · \(binarySize(length)) long"))
    for words in ["guest data", "only snapshot 1 \"monday\"", "refcount block", "snapshot table"] {
      #expect(text.contains(" \(words) "), "\(words)")
    }
    // The 8 clusters that were written again after the snapshot, by both sides of it.
    let snapshot = try #require(pilot.drawn().lines.first { $0.contains("monday") })
    #expect(snapshot.contains(" 640 KiB"), "8 of data, an L1 and an L2 table: \(snapshot)")
  }

  @Test func backspaceComesBackFromThePlaceOfARow() throws {
    let pilot = try pilot(try SpoiltDisk())
    try pilot.press("j Enter")
    #expect(pilot.model.screen == .map && pilot.model.hosts.isShown)
    try pilot.press("Backspace")
    #expect(pilot.model.screen == .space)
  }

  /// Each snapshot keeps a cluster of its own, the later one an earlier one of the file.
  @Test func aSnapshotsRowGoesToWhatItAloneNeeds() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "64M")
    try QEMU.io(path, ["write -P 1 0 64k"])
    try succeed("qemu-img", ["snapshot", "-c", "first", path])
    try QEMU.io(path, ["write -P 2 0 64k", "write -P 3 1M 64k"])
    try succeed("qemu-img", ["snapshot", "-c", "second", path])
    try QEMU.io(path, ["write -P 4 0 64k", "write -P 5 1M 64k"])
    let pilot = try Pilot(path: path, width: 120, height: 40, screen: .space)
    let rows = try #require(pilot.model.audit.report?.ledger?.rows)
    var places: [UInt64] = []
    for (index, row) in rows.enumerated() {
      guard case .snapshot = row.account else { continue }
      try pilot.press("% 0")
      try pilot.press("j", times: index)
      try pilot.press("Enter")
      let place = pilot.model.hosts.cursor.rawValue
      places.append(place)
      #expect(place == row.amount.first?.rawValue)
      let name = row.account.label(pilot.model.audit.snapshots)
      #expect(pilot.message.hasPrefix("the first cluster of \(name) is at \(GuestOffset(place))"))
      let own = places.count == 1 ? "first" : "second"
      #expect(try isNeeded(place, of: path, by: own), "\(name)")
      for earlier in stride(from: 0, to: place, by: 65_536) {
        #expect(try !isNeeded(earlier, of: path, by: own), "\(name) needs \(earlier)")
      }
    }
    #expect(Set(places).count == 2)
  }

  /// Whether a snapshot has the only reference to a cluster, by the command.
  private func isNeeded(_ place: UInt64, of path: String, by name: String) throws -> Bool {
    let program = BuiltProgram("qcow2", variable: "QCOW2").path
    let owner = try succeed("bash", ["-c", "\"$0\" owner \"$@\"", program, path, "\(place)"])
    let references = owner.split(separator: "\n").filter { $0.contains(" of ") }
    return references.count == 1 && owner.contains("snapshot") && owner.contains("\"\(name)\"")
  }

  @Test func aRemedyDoesWhatItSays() throws {
    var disk = try SpoiltDisk()
    disk.leak()
    try disk.save()
    let path = FilePath(disk.path)
    let opened = try Disk(path, gate: FolderGate(ownFolderOf: path))
    let pilot = Pilot(disk: opened, width: 200, height: 40, screen: .space)
    let line = try #require(pilot.drawn().lines.first { $0.contains("qemu-img check -r leaks") })
    let command = try #require(line.firstRange(of: "qemu-img check -r leaks"))
    let leaked = try #require(
      pilot.model.audit.report?.ledger?.rows.first { $0.account == .leaked })
    #expect(leaked.amount.bytes == 65_536)
    _ = try run("bash", ["-c", String(line[command.lowerBound...])], seconds: 60)
    try pilot.press("R")
    pilot.browser.synchronize()
    #expect(pilot.model.audit.state == .done)
    #expect(!pilot.drawn().lines.contains { $0.hasPrefix(" leaked ") })
  }

  @Test func piecesAreThoseOfQEMU() throws {
    let disk = try SpoiltDisk()
    let pilot = try pilot(disk)
    let json = try succeed("qemu-img", ["map", "-f", "qcow2", "--output=json", disk.path])
    let runs = try JSONDecoder().decode([Run].self, from: Data(json.utf8))
    var (pieces, end, bytes): (Int, UInt64?, UInt64) = (0, nil, 0)
    for run in runs where run.data {
      guard let offset = run.offset else { continue }
      if offset != end { pieces += 1 }
      end = offset + run.length
      bytes += run.length
    }
    #expect(pieces > 2)
    let line = try #require(pilot.drawn().lines.first { $0.hasPrefix(" pieces ") })
    #expect(line.contains("\(binarySize(bytes)) in \(pieces) pieces"), "\(line)")
    let sizes = try #require(pilot.drawn().lines.first { $0.hasPrefix(" by size ") })
    #expect(sizes.contains { "▁▂▃▄▅▆▇█".contains($0) })
    let plain = try #require(pilot.drawn(.ascii).lines.first { $0.hasPrefix(" by size ") })
    #expect(plain.contains("@") && plain.utf8.count == plain.count)
  }

  @Test(arguments: [(20, 5), (40, 12), (80, 24), (120, 40), (200, 60)])
  func everySizeShowsAnOwner(size: (Int, Int)) throws {
    let pilot = try pilot(SpoiltDisk(), width: size.0, height: size.1)
    #expect(pilot.drawn().text.contains(size.0 < 40 ? "guest" : "guest data"))
    try pilot.press("j")
    #expect(pilot.drawn().text.contains("only"))
  }
}
