import QCOW2
import TestSupport
import Testing

@Suite("Saved machine state in the ledger and among the owners")
struct VMStateTests {
  private static let cluster = 65536
  /// The length of each state in bytes: three clusters.
  private static let length = 150_016

  /// Two snapshots with states of their own, written by QEMU where an emulator puts them.
  private static func image(in directory: TemporaryDirectory) throws -> String {
    let path = directory.file("image")
    try QEMU.create(path, size: "1000k")
    try QEMU.io(path, ["write -P 1 0 128k"])
    for index in 0..<2 {
      try QEMU.io(path, ["write -b -P \(0xa0 + index) 0 \(length)"])
      try succeed("qemu-img", ["snapshot", "-c", "s\(index)", path])
    }
    // The active disk lets go of the state, as it does when an emulator has saved one.
    try QEMU.io(path, ["write -b -P 0xcc 0 \(length)"])
    var bytes = try ImageBytes(contentsOf: path)
    // Only a running machine has QEMU note how much it saved.
    for place in snapshotEntries(bytes) {
      bytes.store(UInt64(length), at: place + 32, width: 4)
      bytes.store(UInt64(length), at: place + 40, width: 8)
    }
    try write(bytes.bytes, to: path)
    return path
  }

  /// Where the entries of the snapshot table lie.
  private static func snapshotEntries(_ bytes: ImageBytes) -> [Int] {
    var place = Int(bytes.number(at: 64, width: 8))
    return (0..<Int(bytes.number(at: 60, width: 4))).map { _ in
      defer {
        let length =
          40 + Int(bytes.number(at: place + 36, width: 4))
          + Int(bytes.number(at: place + 12, width: 2))
          + Int(bytes.number(at: place + 14, width: 2))
        place += (length + 7) & ~7
      }
      return place
    }
  }

  /// The clusters of a file that begin with a byte, found by looking at all of it.
  private static func clusters(beginningWith byte: UInt8, in path: String) throws -> [UInt64] {
    let bytes = try contents(of: path)
    return stride(from: 0, to: bytes.count, by: cluster).filter {
      bytes[$0..<min($0 + 512, bytes.count)].allSatisfy { $0 == byte }
    }.map { UInt64($0) }
  }

  @Test func eachStateIsItsSnapshots() throws {
    let directory = try TemporaryDirectory()
    let path = try Self.image(in: directory)
    let report = try checked(path)
    #expect(report.tally.corruptions + report.tally.leaks == 0)
    let check = try Check(openStorage(path))
    // A state lies behind the disk, where the next L2 table begins to map.
    let start = GuestOffset(512 << 20)
    for index in 0..<2 {
      let row = try #require(report.ledger?.rows.first { $0.account == .snapshot(index) })
      let own = try Self.clusters(beginningWith: UInt8(0xa0 + index), in: path)
      #expect(own.count == 3)
      #expect(row.vmStateBytes == UInt64(own.count * Self.cluster))
      for (number, host) in own.enumerated() {
        let found = try check.ownership(of: HostOffset(host))
        let owners = found.references.compactMap { reference -> GuestOwner? in
          if case .guest(let owner) = reference.owner { owner } else { nil }
        }
        #expect(owners.map(\.disk) == [.snapshot(index)])
        #expect(owners.map(\.class) == [.vmState])
        #expect(owners.map(\.range.lowerBound) == [start + UInt64(number * Self.cluster)])
      }
    }
  }
}
