package import QCOW2

/// The image that `--demo` opens: small, built in memory, with something to see in every pane.
package enum DemoImage {
  /// What it is called.
  static let name = "demo.qcow2"
  private static let cluster = ImageComposer.clusterSize
  /// 1 GiB: two L1 entries, so that one of them can be empty.
  private static let virtualSize: UInt64 = 1 << 30

  /// Builds the image anew; the same bytes every time.
  package static func storage() -> MemoryStorage {
    var composer = ImageComposer(virtualSize: virtualSize)
    let disk = DemoPartitions(sectors: virtualSize / 512)
    composer.active[0] = .data(disk.head.padded(to: cluster))
    composer.active[Int(virtualSize) / cluster - 1] = .data(
      Array(repeating: 0, count: cluster - disk.tail.count) + disk.tail)
    addFirstPartition(&composer)
    addSecondPartition(&composer)
    return MemoryStorage(composer.compose(), name: name)
  }

  /// From 1 MiB on: text that can be read, then plain data that a snapshot shares.
  private static func addFirstPartition(_ composer: inout ImageComposer) {
    let first = Int(DemoPartitions.firstStart) * 512 / cluster
    var start = text.padded(to: cluster)
    start.store(DemoPartitions.superblock, at: 1024)
    composer.active[first] = .data(start)
    for index in 1..<96 { composer.active[first + index] = .data(noise(first + index)) }
    for index in 0..<48 { composer.snapshotShared.insert(first + index) }
    for index in 200..<216 { composer.snapshotOnly[first + index] = .data(noise(index)) }
    // A lone cluster far from everything: the map must not lose it.
    composer.active[first + 1800] = .data(noise(7))
    composer.dirty = Set(first..<first + 24).union([first + 1800])
  }

  /// From 256 MiB on: compressed text, zeros of both kinds, a little data between holes.
  private static func addSecondPartition(_ composer: inout ImageComposer) {
    let first = Int(DemoPartitions.secondStart) * 512 / cluster
    for index in 0..<160 { composer.active[first + index] = .compressed(log(index)) }
    for index in 160..<288 { composer.active[first + index] = .zeroPlain }
    for index in 288..<304 { composer.active[first + index] = .zeroAllocated }
    for index in stride(from: 512, to: 1024, by: 5) {
      composer.active[first + index] = .data(noise(index))
    }
  }

  private static let text = Array(
    """
    This disk was made by qcow2-tui --demo.

    You are looking at guest bytes: what a virtual machine would read from its disk.
    The letter before each row says what the cluster is made of: D data, C compressed,
    z zero without a host cluster, Z zero with one, . a hole.

    Try ]c for the next compressed data, ]z for zeros, ]h for a hole, and u to come back.
    Press g o and type p2 to go to the second partition, or 50% for the middle of the disk.
    Tab goes to the map, + and - zoom it, ? shows every key.

    """.utf8)

  /// One cluster of a log: text that compresses well and can be told apart.
  private static func log(_ number: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var line = number * 1000
    while bytes.count < cluster {
      bytes += Array("\(line) kernel: block \(line % 977) of \(number) written back\n".utf8)
      line += 1
    }
    return Array(bytes.prefix(cluster))
  }

  /// One cluster that does not compress, the same for the same number.
  private static func noise(_ number: Int) -> [UInt8] {
    var state = UInt64(number) &* 0x9e37_79b9_7f4a_7c15 | 1
    var bytes: [UInt8] = []
    bytes.reserveCapacity(cluster)
    while bytes.count < cluster {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      bytes.append(bigEndian: state)
    }
    return bytes
  }
}

extension [UInt8] {
  fileprivate func padded(to count: Int) -> [UInt8] {
    self + Array(repeating: 0, count: Swift.max(0, count - self.count))
  }
}
