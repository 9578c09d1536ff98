import Browser
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// The chain view, and every view over a disk of several layers.
@Suite struct ChainScreenTests {
  private let directory: TemporaryDirectory
  private let top: String

  /// An overlay with one written cluster over a raw file of letters, in folders of their own.
  init() throws {
    directory = try TemporaryDirectory()
    let base = directory.file("base.raw")
    try write(Array(repeating: UInt8(ascii: "b"), count: 200_000), to: base)
    top = directory.file("top.qcow2")
    try QEMU.create(
      top, size: "1M", arguments: ["-b", "base.raw", "-F", "raw"])
    try QEMU.io(top, ["write -P 0x74 64k 64k"])
  }

  private func pilot(_ gate: any OpenGate, width: Int = 120) throws -> Pilot {
    try Pilot(disk: Disk(FilePath(top), gate: gate), width: width, height: 40)
  }

  @Test func theLayerThatProvidesAByteIsNamed() throws {
    let pilot = try pilot(FolderGate(ownFolderOf: FilePath(top)))
    #expect(pilot.drawn().text.contains("layer 1 base.raw > host 0x0"))
    try pilot.press("3")
    #expect(try pilot.hexLines()[0].hasPrefix("b000000000000 62 62"))
    try pilot.go(to: "64k")
    #expect(try pilot.hexLines().contains { $0.hasPrefix("D000000010000 74 74") })
    // 200,000 bytes end within a sector; what is beyond reads as zeros.
    try pilot.go(to: "199999")
    let row = try #require(try pilot.hexLines().first { $0.contains("030d30") })
    #expect(row.contains("62 62 62 62 62 62 62 62  62 62 62 62 62 62 62 62"))
    try pilot.go(to: "200000")
    let after = try #require(try pilot.hexLines().first { $0.contains("030d40") })
    #expect(after.contains("00 00 00 00"))
  }

  @Test func theMapCountsWhatComesFromBelow() throws {
    let pilot = try pilot(FolderGate(ownFolderOf: FilePath(top)))
    // Clusters 0, 2 and 3 of 64 KiB begin before byte 200,000; cluster 1 is the overlay's own.
    #expect(pilot.model.surveyed.below == 3)
    #expect(pilot.model.surveyed[.data] == 4)
    try pilot.press("2")
    #expect(pilot.drawn().text.contains("of these from below 3"))
  }

  @Test func aRefusedFileIsShownAndCanBeAllowed() throws {
    let pilot = try pilot(ClosedGate(reason: "not now"))
    #expect(pilot.model.surveyed[.missing] == 15)
    try pilot.press("3")
    #expect(try pilot.hexLines()[0].contains("?? ??"))
    try pilot.press("7")
    #expect(pilot.drawn().text.contains("not now"))
    let path = FilePath(top)
    pilot.browser.reopen = { files throws(ImageError) in
      try Disk(path, gate: WidenedGate(ClosedGate(), allowing: files))
    }
    try pilot.press("j a")
    #expect(pilot.model.whole.layers[1].virtualSize == 200_000)
    try pilot.press("3")
    #expect(try pilot.hexLines()[0].hasPrefix("b000000000000 62 62"))
  }

  @Test func aLayerCanBeShownAloneAndLeftAgain() throws {
    let over = directory.file("over.qcow2")
    try QEMU.create(over, size: "2M", arguments: ["-b", "top.qcow2", "-F", "qcow2"])
    let disk = try Disk(FilePath(over), gate: FolderGate(ownFolderOf: FilePath(over)))
    let pilot = Pilot(disk: disk, width: 120, height: 40)
    try pilot.press("7 j Enter")
    #expect(pilot.model.image.geometry.virtualSize == 1 << 20)
    #expect(pilot.drawn().lines[0].contains("layer 1 top.qcow2"))
    try pilot.press("S")
    #expect(pilot.model.image.geometry.virtualSize == 2 << 20)
    #expect(pilot.model.choice == nil)
  }
}
