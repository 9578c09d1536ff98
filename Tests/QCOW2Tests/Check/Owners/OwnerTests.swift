import QCOW2
import TestSupport
import Testing

@Suite("Who owns a host cluster")
struct OwnerTests {
  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func everyClusterHasTheOwnersThatItsTablesName(_ seed: UInt64) throws {
    let directory = try TemporaryDirectory()
    let twin = try TwinImage(in: directory, seed: seed)
    let walk = TwinWalk(twin.bytes)
    let check = try Check(openStorage(twin.path))
    for cluster in 0..<Int(check.fileClusters) {
      let start = HostOffset(UInt64(cluster * 4096))
      let found = try check.ownership(of: start + 17)
      let expected = walk.uses[cluster] ?? []
      let names = Set(found.references.flatMap { Self.names($0, in: cluster) })
      #expect(names == expected, "cluster \(cluster)")
      #expect(found.referenceCount == walk.count(cluster))
      let isCounted = walk.count(cluster) > 0
      #expect(found.state == (!expected.isEmpty ? .used : isCounted ? .leaked : .free))
    }
    #expect(try check.ownership(of: HostOffset(1 << 40)).state == .pastEnd)
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func theActiveDiskOwnsWhatQEMUMapsForIt(_ seed: UInt64) throws {
    let directory = try TemporaryDirectory()
    let twin = try TwinImage(in: directory, seed: seed)
    let check = try Check(openStorage(twin.path))
    let runs = try QEMU.map(twin.path)
    #expect(!runs.isEmpty)
    for run in runs {
      guard let host = run.host else { continue }
      let range = HostOffset(host)..<HostOffset(host + run.length)
      let owned = try check.references(in: range, most: 100_000).references.flatMap { found in
        Self.clusters(found, of: .active).map { "\($0.host) \($0.guest)" }
      }
      let mapped = stride(from: 0, to: run.length, by: 4096).map {
        "\(host + $0) \(run.start + $0)"
      }
      #expect(Set(owned) == Set(mapped))
    }
  }

  /// More L2 tables than little memory holds: they are gone over in several parts, and the owners are
  /// those that QEMU maps.
  @Test func manyTablesInLittleMemory() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(
      path, size: "64M", options: ["cluster_size=512", "preallocation=metadata"])
    let check = try Check(openStorage(path), limits: CheckLimits(memory: 1))
    let runs = try QEMU.map(path)
    var hosts: [(host: UInt64, guest: UInt64)] = []
    for run in runs {
      guard let host = run.host else { continue }
      for place in stride(from: 0, to: run.length, by: 4 << 20) {
        hosts.append((host + place, run.start + place))
      }
    }
    #expect(hosts.count >= 16)
    for (host, guest) in hosts {
      let found = try check.ownership(of: HostOffset(host)).references
      let owners = found.flatMap { reference -> [UInt64] in
        guard case .guest(let owner) = reference.owner else { return [] }
        return [owner.range.lowerBound.rawValue]
      }
      #expect(owners == [guest & ~511])
    }
  }

  /// The clusters of a guest reference, one by one.
  private static func clusters(
    _ reference: Reference, of disk: DiskName
  ) -> [(host: UInt64, guest: UInt64)] {
    guard case .guest(let owner) = reference.owner, owner.disk == disk,
      owner.class != .compressed
    else { return [] }
    let start = owner.range.lowerBound.rawValue
    return stride(from: start, to: owner.range.upperBound.rawValue, by: 4096).map {
      (reference.host.lowerBound.rawValue + $0 - start, $0)
    }
  }

  /// What a reference says of a cluster, in the words of the walk.
  private static func names(_ reference: Reference, in cluster: Int) -> [String] {
    switch reference.owner {
    case .header: return ["header"]
    case .l1Table(let disks): return disks.map { "\(name($0)): L1" }
    case .l2Table(let disk, let index): return ["\(name(disk)): L2 \(index)"]
    case .refcountTable: return ["refcount table"]
    case .refcountBlock(let index): return ["refcount block \(index)"]
    case .snapshotTable: return ["snapshot table"]
    case .encryptionHeader: return ["LUKS header"]
    case .bitmapDirectory: return ["bitmap directory"]
    case .bitmapTable(let index): return ["bitmap \(index) table"]
    case .bitmapData(let index, let entry): return ["bitmap \(index) bits \(entry)"]
    case .guest(let owner):
      let kind = owner.class == .zeroKept ? "zeros" : "data"
      if owner.class == .compressed {
        return ["\(name(owner.disk)): compressed \(owner.range.lowerBound.rawValue)"]
      }
      return clusters(reference, of: owner.disk)
        .filter { $0.host / 4096 == UInt64(cluster) }
        .map { "\(name(owner.disk)): \(kind) \($0.guest)" }
    }
  }

  private static func name(_ disk: DiskName) -> String {
    switch disk {
    case .active: "active"
    case .snapshot(let index): "snapshot \(index)"
    }
  }
}
