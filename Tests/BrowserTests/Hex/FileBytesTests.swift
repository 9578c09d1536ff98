import Browser
import Foundation
import QCOW2
import Surface
import TestSupport
import Testing

/// The bytes of the file on the hex view.
@Suite struct FileBytesTests {
  @Test func rowsAreTheBytesOfTheFile() throws {
    let pattern = try Pattern()
    let file = Array(try Data(contentsOf: URL(fileURLWithPath: pattern.path)))
    let pilot = try Pilot(pattern, screen: .hex)
    try pilot.press("s")
    for keys in ["g g", "G", "^B", "^B ^B", "g g ^F", "j j j l"] {
      try pilot.press(keys)
      let top = Int(pilot.model.hexStart)
      for (index, line) in try pilot.hexLines().enumerated() {
        let first = top + index * 16
        guard first < file.count else { break }
        let bytes = Array(file[first..<min(file.count, first + 16)])
        #expect(line.dropFirst() == HexTests.row("D", first, bytes).dropFirst())
      }
    }
  }

  /// The two cursors stand for the same byte: QEMU says where it is.
  @Test func theCursorFollowsTheDiskIntoTheFile() throws {
    let pattern = try Pattern()
    let pilot = try Pilot(pattern, screen: .hex)
    for run in try QEMU.map(pattern.path) {
      guard let host = run.host else { continue }
      try pilot.go(to: "\(run.start + 0x123)")
      try pilot.press("s")
      #expect(pilot.model.hexPlace == host + 0x123)
      try pilot.press("s")
      #expect(pilot.cursor == run.start + 0x123)
    }
  }

  @Test func theFileOfAnEmptyDiskIsShown() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("empty.qcow2")
    try QEMU.create(path, size: "0")
    let pilot = try Pilot(path: path, screen: .hex)
    #expect(try pilot.hexLines()[0].contains("no bytes"))
    try pilot.press("s")
    #expect(try pilot.hexLines()[0].contains("51 46 49 fb"))
  }

  /// A number that is typed counts what is in focus: bytes, sectors and clusters of the file.
  @Test func promptsReachOffsetsOfTheFile() throws {
    let pattern = try Pattern()
    let pilot = try Pilot(pattern, screen: .hex)
    try pilot.press("s")
    for (keys, text, place) in [
      ("g o", "0x30000", 0x30000), ("g s", "3", 3 * 512), ("g c", "2", 2 << 16),
      ("g h", "0x10008", 0x10008),
    ] as [(String, String, UInt64)] {
      try pilot.press(keys)
      pilot.type(text)
      try pilot.press("Enter")
      #expect(pilot.model.hexPlace == place, "\(keys) \(text)")
    }
    try pilot.press("Backspace")
    #expect(pilot.model.hexPlace == 2 << 16)
    try pilot.press("g o")
    pilot.type("1T")
    try pilot.press("Enter")
    #expect(pilot.model.prompt?.preview.contains("the file ends at") == true)
  }

  @Test func promptsReachCellsOfTheFilesLayout() throws {
    let pattern = try Pattern()
    let pilot = try Pilot(pattern, screen: .map)
    try pilot.press("s g h")
    pilot.type("0x30000")
    try pilot.press("Enter")
    #expect(pilot.model.hosts.cursor.rawValue == 0x30000)
  }
}
