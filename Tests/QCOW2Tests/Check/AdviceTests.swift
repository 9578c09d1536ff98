import QCOW2
import TestSupport
import Testing

/// What a check tells people to do, and of which bytes it speaks.
@Suite struct AdviceTests {
  /// An image with a count that is too low, with snapshots and perhaps a bitmap.
  private func spoilt(hasBitmap: Bool) throws -> CheckReport {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    try QEMU.create(path, size: "16M")
    try QEMU.io(path, ["write -P 1 0 1M"])
    try succeed("qemu-img", ["snapshot", "-c", "first", path])
    if hasBitmap { try succeed("qemu-img", ["bitmap", "--add", path, "marks"]) }
    var image = try ImageBytes(contentsOf: path)
    let block = Int(image.number(at: Int(image.number(at: 48, width: 8)), width: 8))
    let host = Int(image.number(at: image.l2Entry(0, 3), width: 8) & 0x00ff_ffff_ffff_fe00)
    image.store(1, at: block + host / image.clusterSize * 2, width: 2)
    try write(image.bytes, to: path)
    return try checked(path)
  }

  @Test func noRepairIsAdvisedThatDropsSnapshots() throws {
    let report = try spoilt(hasBitmap: true)
    let text = CheckText(report).text(of: "image")
    #expect(text.contains("repair: not with qemu-img check -r, which drops the snapshots"))
    #expect(!text.contains("puts it right"))
    #expect(try CheckText(spoilt(hasBitmap: false)).text(of: "image").contains("puts it right"))
  }

  @Test func findingsTouchNoMoreThanTheDisk() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    try QEMU.create(path, size: "16M")
    try QEMU.io(path, ["write 0 64k"])
    var image = try ImageBytes(contentsOf: path)
    image.store(1 << 63 | 1 << 40, at: image.l1Entry(0), width: 8)
    try write(image.bytes, to: path)
    let lost = try #require(try checked(path).groups.first { $0.problem == .l2TablePastEnd })
    // The table would map 512 MiB.
    #expect(lost.guest.ranges == [.zero..<GuestOffset(16 << 20)])
  }
}
