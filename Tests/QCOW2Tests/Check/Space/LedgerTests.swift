import Foundation
import Glibc
import QCOW2
import TestSupport
import Testing

@Suite("Where the bytes of a file go")
struct LedgerTests {
  @Test(arguments: CheckSubject.all)
  func theRowsAddUpToTheFile(_ subject: CheckSubject) throws {
    let directory = try TemporaryDirectory()
    try expectSums(subject.make(in: directory))
  }

  @Test(arguments: ["off", "metadata", "falloc"])
  func holesOfTheFileAreToldApart(_ preallocation: String) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("sparse")
    try QEMU.create(path, size: "64M", options: ["preallocation=\(preallocation)"])
    try QEMU.io(path, ["write -P 1 1M 128k", "write -P 1 40M 64k"])
    try expectSums(path)
  }

  /// Every order of three snapshots that share some clusters.
  @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
  func deletingASnapshotGivesBackWhatItAloneHolds(_ order: [Int]) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "8M", options: ["cluster_size=4k"])
    try QEMU.io(path, ["write -P 1 0 1M", "write -c -P 1 4M 4k", "write -c -P 1 4100k 4k"])
    for index in 0..<3 {
      try succeed("qemu-img", ["snapshot", "-c", "s\(index)", path])
      try QEMU.io(path, ["write -P 2 \(index * 128)k 256k", "write -P 3 \(2 + index)M 64k"])
    }
    for index in order {
      let report = try checked(path)
      let place = try #require(report.snapshots.firstIndex { $0.name.text == "s\(index)" })
      let row = report.ledger?.rows.first { $0.account == .snapshot(place) }
      let remedy = try #require(
        report.ledger?.remedies.first { $0.action == .deleteSnapshot(place) })
      let before = try UsedClusters(path)
      try succeed(
        "sh",
        [
          "-c",
          remedy.command(
            shellWord(Array(path.utf8)), snapshots: report.snapshots, bitmaps: report.bitmaps,
            fileLength: report.fileLength),
        ])
      let after = try UsedClusters(path)
      // The snapshot table is written anew elsewhere, or goes with the last.
      let table = before.snapshotTable - after.snapshotTable
      #expect(UInt64(before.all - after.all - table) == row?.amount.clusters)
      #expect(remedy.bytes == row?.amount.bytes)
    }
  }

  @Test func removingABitmapGivesBackItsTableAndBits() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "64M", options: ["cluster_size=4k"])
    try QEMU.bitmap(path, "--add", "-g", "512", "fine")
    try QEMU.bitmap(path, "--add", "-g", "64k", "coarse")
    try QEMU.io(path, ["write -P 1 0 1M", "write -P 1 40M 1M"])
    for name in ["fine", "coarse"] {
      let report = try checked(path)
      let place = try #require(report.bitmaps.firstIndex { $0.name.text == name })
      let remedy = report.ledger?.remedies.first { $0.action == .removeBitmap(place) }
      let before = try UsedClusters(path)
      try QEMU.bitmap(path, "--remove", name)
      let after = try UsedClusters(path)
      // The directory goes with the last bitmap.
      let directory = name == "coarse" ? 1 : 0
      #expect(UInt64(before.all - after.all - directory) * 4096 == remedy?.bytes)
    }
  }

  @Test func leaksAreWhatARepairFrees() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    var bytes = try RecipeImage.standard.bytes
    for index in 0..<5 { bytes.store(0, at: bytes.entry(index), width: 8) }
    try write(bytes.bytes, to: path)
    let leaked = try checked(path).ledger?.bytes(of: .leaked)
    #expect(leaked == 5 * 4096)
    let before = try UsedClusters(path)
    try succeed("qemu-img", ["check", "-q", "-r", "leaks", path])
    #expect(try before.all - UsedClusters(path).all == 5)
    #expect(try checked(path).ledger?.bytes(of: .leaked) == 0)
  }

  @Test func aTailCanBeCutOff() throws {
    let directory = try TemporaryDirectory()
    let (path, whole) = (directory.file("image"), directory.file("whole"))
    var bytes = try RecipeImage.standard.bytes
    bytes.store(1, at: Int(bytes.firstClusterPastEnd) + 9 * 4096, width: 8)
    try write(bytes.bytes, to: path)
    try copy(path, to: whole)
    let report = try checked(path)
    let remedy = try #require(report.ledger?.remedies.first { $0.action == .cutTail })
    #expect(remedy.bytes > 9 * 4096)
    try truncate(path, to: report.fileLength - remedy.bytes)
    try succeed("qemu-img", ["check", "-q", path])
    try succeed("qemu-img", ["compare", "-q", path, whole])
    #expect(try checked(path).ledger?.bytes(of: .tail) == 0)
  }

  private func expectSums(_ path: String) throws {
    let report = try checked(path)
    let ledger = try #require(report.ledger)
    var status = stat()
    #expect(unsafe stat(path, &status) == 0)
    #expect(ledger.rows.reduce(0) { $0 + $1.amount.bytes } == UInt64(status.st_size))
    #expect(ledger.allocatedBytes == UInt64(status.st_blocks) * 512)
    let holes = ledger.rows.reduce(0) { $0 + ($1.amount.holeBytes ?? 0) }
    #expect(holes == (try Self.holeBytes(of: path)))
  }

  /// Asks the system for each hole of a file.
  private static func holeBytes(of path: String) throws -> UInt64 {
    let file = try #require(FileHandle(forReadingAtPath: path))
    defer { try? file.close() }
    let end = lseek(file.fileDescriptor, 0, SEEK_END)
    var (holes, position) = (UInt64(0), off_t(0))
    while position < end {
      let hole = lseek(file.fileDescriptor, position, 4 /* SEEK_HOLE */)
      let data = lseek(file.fileDescriptor, hole, 3 /* SEEK_DATA */)
      let next = data < 0 ? end : data
      holes += UInt64(next - hole)
      position = next
    }
    return holes
  }
}

/// The clusters of an image with 16-bit counts that are counted, read apart from the library.
private struct UsedClusters {
  let all: Int
  let snapshotTable: Int

  init(_ path: String) throws {
    let bytes = try ImageBytes(contentsOf: path)
    all =
      (0..<Int(bytes.number(at: 56, width: 4)) * bytes.clusterSize / 8)
      .map { Int(bytes.number(at: bytes.refcountTable + $0 * 8, width: 8)) }
      .filter { $0 != 0 }
      .reduce(0) { sum, block in
        sum
          + (0..<bytes.clusterSize / 2).filter {
            bytes.number(at: block + $0 * 2, width: 2) != 0
          }.count
      }
    snapshotTable = bytes.snapshotCount == 0 ? 0 : 1
  }
}

extension Bytes {
  fileprivate var text: String { String(decoding: array, as: UTF8.self) }
}
