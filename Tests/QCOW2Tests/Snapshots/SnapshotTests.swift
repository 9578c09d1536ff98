import QCOW2
import SystemPackage
import TestSupport
import Testing

@Suite("Internal snapshots")
struct SnapshotTests {
  /// An image with a snapshot after each of several steps, and the size it had at each.
  private struct History {
    let directory: TemporaryDirectory
    var path: String { directory.file("image") }
    var sizes: [Int] = []

    init(_ options: [String], backing: [String] = [], in directory: TemporaryDirectory) throws {
      self.directory = directory
      try QEMU.create(path, size: "6M", options: options, arguments: backing)
      let isVersion2 = options.contains("compat=0.10")
      let growth = isVersion2 ? [6, 6, 6, 6] : [6, 9, 3, 14]
      var generator = SplitMix64(seed: UInt64(options.joined().utf8.count))
      for (step, mebibytes) in growth.enumerated() {
        if step > 0, !isVersion2 {
          try succeed("qemu-img", ["resize", "-q", "--shrink", path, "\(mebibytes)M"])
        }
        try QEMU.io(path, commands(step, mebibytes << 20, &generator))
        try QEMU.snapshot(path, "step \(step)")
        sizes.append(mebibytes << 20)
      }
      try QEMU.io(path, commands(9, growth[3] << 20, &generator))
    }

    private func commands(_ step: Int, _ size: Int, _ generator: inout SplitMix64) -> [String] {
      let compressed = step == 0 ? ["write -c -P 99 2M 2M"] : []
      return compressed
        + (0..<12).map { number in
          let start = Int.random(in: 0..<size / 512 - 200, using: &generator) * 512
          let length = Int.random(in: 1...200, using: &generator) * 512
          return (number % 4 == 0 ? "write -z" : "write -P \(step * 20 + number + 1)")
            + " \(start) \(length)"
        }
    }
  }

  static let kinds: [[String]] = [
    ["cluster_size=512"], ["cluster_size=4k"], ["cluster_size=4k", "compat=0.10"],
    ["cluster_size=64k"], ["cluster_size=64k", "compression_type=zstd"], ["cluster_size=2M"],
    ["cluster_size=64k", "extended_l2=on"], ["cluster_size=16k", "extended_l2=on"],
  ]

  @Test(arguments: kinds) func fieldsAndContents(_ options: [String]) throws {
    let history = try History(options, in: TemporaryDirectory())
    let image = try Image(openStorage(history.path))
    let table = try image.snapshots()
    #expect(table.findings == [])
    #expect(try table.records.map(SnapshotInfo.init) == SnapshotInfo.all(history.path))
    try #require(table.records.count == 4)
    for (record, size) in zip(table.records, history.sizes) {
      #expect(record.diskSize == UInt64(size))
      let expected = try content(of: record, in: history.path, size: size)
      let snapshot = try image.disk(of: record)
      #expect(snapshot.geometry.virtualSize == UInt64(size))
      try QCOW2Tests.expectBytes(snapshot, expected)
      let extents = Array(snapshot.extents(in: snapshot.guestRange))
      #expect(extents == snapshot.reversedExtents(in: snapshot.guestRange).reversed())
    }
    try QCOW2Tests.expectBytes(image, QEMU.guestBytes(of: history.path))
  }

  private func id(_ record: SnapshotRecord) -> String {
    String(decoding: record.id.array, as: UTF8.self)
  }

  /// What QEMU reads, which has the size of the disk now, made to be of the snapshot's own.
  private func content(
    of record: SnapshotRecord, in path: String, size: Int
  ) throws -> [UInt8] {
    // A disk that has been shrunk since would cut the snapshot off.
    // The copy lies beside it, because the names of backing files are relative.
    let grown = path + ".grown"
    try copy(path, to: grown)
    defer { remove(grown) }
    if try Image(openStorage(path)).header.version == 3 {
      try succeed("qemu-img", ["resize", "-q", grown, "20M"])
    }
    return Array(try QEMU.guestBytes(of: grown, snapshot: id(record))[..<size])
  }

  /// What a snapshot does not hold comes from the backing file, as on the day it was taken.
  @Test(arguments: [["cluster_size=64k"], ["cluster_size=16k", "extended_l2=on"]])
  func snapshotsOfAnOverlay(_ options: [String]) throws {
    let directory = try TemporaryDirectory()
    let base = (0..<5_000_333).map { UInt8(truncatingIfNeeded: $0 / 512 + 1) }
    try write(base, to: directory.file("base"))
    let history = try History(options, backing: ["-b", "base", "-F", "raw"], in: directory)
    let disk = try openDisk(history.path)
    for (record, size) in zip(try disk.image.snapshots().records, history.sizes) {
      let expected = try content(of: record, in: history.path, size: size)
      let snapshot = try disk.disk(of: record)
      // QEMU reads it at the size of now, which the finding has to tell.
      let note = snapshot.findings.filter { $0.code == "snapshot-size" }
      #expect(note.count == (size == history.sizes[3] ? 0 : 1))
      #expect(note.allSatisfy { $0.message.contains("\(size)") && $0.message.contains("14680064") })
      #expect(try QEMU.guestBytes(of: history.path, snapshot: id(record)).count == 14_680_064)
      try QCOW2Tests.expectBytes(snapshot, expected)
      #expect(snapshot.layers.count == 2)
      #expect(throws: ImageError.self) {
        try disk.image.disk(of: record).read(at: .zero, count: size)
      }
    }
  }

  @Test func manyWithNamesOfAllKinds() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "1M", options: ["cluster_size=512"])
    let names = (0..<200).map { number in
      switch number % 4 {
      case 0: "same"
      case 1: "größer \(number)"
      case 2: String(repeating: "n", count: number)
      default: "\u{1b}[31m\(number)"
      }
    }
    for name in names { try QEMU.snapshot(path, name) }
    let table = try Image(openStorage(path)).snapshots()
    #expect(table.findings == [])
    #expect(table.records.map { String(decoding: $0.name.array, as: UTF8.self) } == names)
    #expect(try table.records.map(SnapshotInfo.init) == SnapshotInfo.all(path))
  }

  @Test func anImageWithoutSnapshotsHasNone() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "1M")
    let table = try Image(openStorage(path)).snapshots()
    #expect(table.records == [] && table.findings == [])
  }
}
