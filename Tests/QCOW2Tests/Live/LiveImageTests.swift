import QCOW2
import SystemPackage
import TestSupport
import Testing

/// Images that QEMU has open for writing while we read them.
@Suite struct LiveImageTests {
  static let kinds: [[String]] = [
    ["cluster_size=512"], ["cluster_size=4k", "compat=0.10"], ["cluster_size=64k"],
    ["cluster_size=64k", "compression_type=zstd"], ["cluster_size=16k", "extended_l2=on"],
    ["cluster_size=2M"], ["cluster_size=64k", "lazy_refcounts=on"],
  ]

  /// Without being opened anew: what was read before must not stand in the way.
  @Test(arguments: kinds) func whatWasFlushedIsSeen(_ options: [String]) throws {
    let image = try LiveImage(options, ["write -P 1 0 1M", "write -c -P 2 2M 2M"])
    let disk = try openDisk(image.path)
    #expect(disk.hasWriter() == true)
    #expect(disk.writerFinding()?.code == "live")
    try expectBytes(disk, image.guestBytes())
    let rounds: [[String]] = [
      ["write -P 3 512k 1M", "write -P 4 9M 64k"], ["write -c -P 5 4M 2M", "write -P 6 2M 100k"],
      ["write -z 256k 512k", "write -P 7 15M 1M"], ["discard 0 1M", "write -P 8 10M 1M"],
      ["write -P 9 1M 13M"],
    ]
    for round in rounds {
      try image.write(round)
      try expectBytes(disk, image.guestBytes())
      try expectMap(disk.image, QEMU.map(image.path))
    }
    try image.close()
    waitForALook()
    #expect(disk.hasWriter() == false && disk.writerFinding() == nil)
    try expectBytes(disk, QEMU.guestBytes(of: image.path))
  }

  /// A writer that came and went between two reads.
  @Test(arguments: kinds) func whatWasWrittenMeanwhileIsSeen(_ options: [String]) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    try QEMU.create(path, size: "16M", options: options)
    try QEMU.io(path, ["write -P 1 0 1M", "write -c -P 2 2M 2M"])
    let disk = try openDisk(path)
    try expectBytes(disk, QEMU.guestBytes(of: path))
    for byte in 3..<6 {
      let compressed = "write -c -P \(byte + 50) \(byte * 2 + 4)M 2M"
      try QEMU.io(path, ["write -P \(byte) 512k \(byte)M", compressed])
      waitForALook()
      try expectBytes(disk, QEMU.guestBytes(of: path))
      try expectMap(disk.image, QEMU.map(path))
    }
  }

  /// The L1 table of a disk that grows moves, and its old place becomes something else.
  @Test func aDiskThatGrowsIsReadOnAndItsNewSizeComesWithReloading() throws {
    let image = try LiveImage(["cluster_size=512"], size: "1M", ["write -P 1 0 1M"])
    let disk = try openDisk(image.path)
    try expectBytes(disk, letters("\u{1}", 1 << 20))
    try image.write(["truncate 64M", "write -P 2 0 512k", "write -P 3 32M 16M"])
    let whole = try image.guestBytes()
    #expect(whole.count == 64 << 20)
    let before = try ImageBytes(contentsOf: image.path).number(at: 40, width: 8)
    #expect(before != disk.image.header[.l1TableOffset], "the L1 table was to move")
    try expectBytes(disk, Array(whole[..<(1 << 20)]))
    let reloaded = try disk.reloaded()
    try expectBytes(reloaded, whole)
    #expect(disk.geometry.virtualSize == 1 << 20)
    try image.write(["truncate 1M", "truncate 2M"])
    // What was cut off is gone; nothing of it comes back with another size.
    let again = try reloaded.reloaded().read(at: GuestOffset(1 << 20), count: 512)
    #expect(again == [UInt8](repeating: 0, count: 512))
    try image.close()
  }

  @Test func reloadingKeepsWhatWasUnlocked() throws {
    let image = try EncryptedImage(options: ["iter-time=10"], secret: "data=secret")
    try image.write([UInt8](repeating: 7, count: 65_536), at: 0, secret: "data=secret")
    let disk = try Disk(FilePath(image.path), secret: Secret("secret"))
    #expect(try disk.read(at: .zero, count: 3) == [7, 7, 7])
    try image.write([UInt8](repeating: 8, count: 65_536), at: 0, secret: "data=secret")
    #expect(try disk.reloaded().read(at: .zero, count: 3) == [8, 8, 8])
  }

  @Test func reloadingOpensNoOtherFile() throws {
    let directory = try TemporaryDirectory()
    for name in ["one", "two"] { try NamedImage.base(directory.file(name), "B") }
    let image = try NamedImage(directory.file("image"), naming: "one")
    let gate = RecordingGate()
    let disk = try openDisk(image.path, gate: gate)
    #expect(try disk.reloaded().layers.count == 2)
    try succeed("qemu-img", ["rebase", "-u", "-b", "two", "-F", "raw", image.path])
    #expect(throws: ImageError.self) { try disk.reloaded() }
    #expect(gate.requests.count == 1)
  }

  @Test func aSnapshotThatIsDeletedIsNotReadAnyMore() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    try QEMU.create(path, size: "1M")
    try QEMU.io(path, ["write -P 1 0 1M"])
    try QEMU.snapshot(path, "one")
    try QEMU.io(path, ["write -P 2 0 1M"])
    let disk = try openDisk(path)
    let record = try #require(try disk.image.snapshots().records.first)
    let snapshot = try disk.disk(of: record)
    try expectBytes(snapshot, letters("\u{1}", 1 << 20))
    try QEMU.io(path, ["write -P 3 0 512k"])
    waitForALook()
    try expectBytes(snapshot, letters("\u{1}", 1 << 20))
    #expect(try snapshot.reloaded().read(at: .zero, count: 1) == [1])
    try succeed("qemu-img", ["snapshot", "-d", "one", path])
    waitForALook()
    #expect(throws: ImageError.self) { try snapshot.read(at: .zero, count: 512) }
    #expect(throws: ImageError.self) { try snapshot.reloaded() }
    #expect(try disk.read(at: .zero, count: 1) == [3])
  }
}
