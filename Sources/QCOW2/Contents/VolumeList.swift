/// A partition with what lies in it; or the whole disk, where there is no table.
public struct Volume: Hashable, Sendable {
  /// The partition; nil for the whole disk.
  public let partition: Partition?
  /// What lies in it.
  public let contents: RangeContents
}

/// What the guest has on a disk: the partition table, and what lies in each partition.
public struct VolumeList: Hashable, Sendable {
  /// The table.
  public let table: PartitionTable
  /// The partitions in the order of the table; the disk alone where it has none.
  public internal(set) var volumes: [Volume] = []

  /// What is wrong with the table and with the places of the contents.
  public var findings: [Finding] {
    table.findings
      + volumes.compactMap { volume in
        guard let contents = volume.contents.first, let excess = volume.contents.excess else {
          return nil
        }
        return Finding(
          "contents-cut", .warning,
          "\(contents.kind.name) in \(volume.name) takes \(binarySize(excess)) (\(excess) bytes) "
            + "more than there is room for")
      }
  }

  /// Whether everything that tells of a volume could be read.
  public var isComplete: Bool {
    table.isComplete && volumes.allSatisfy { $0.contents.unreadable == nil }
  }
}

extension Volume {
  /// `p1`, or `the disk`.
  package var name: String { partition.map { "p\($0.number)" } ?? "the disk" }
}

extension Disk {
  /// The partitions of a disk with what lies in each.
  ///
  /// - Parameter cancellation: Ends the work.
  /// - Returns: The list; nil where the work was ended.
  public func volumes(cancellation: Cancellation? = nil) -> VolumeList? {
    let table = partitionTable(cancellation: cancellation)
    var list = VolumeList(table: table)
    for partition in table.partitions {
      if cancellation?.isCancelled == true { return nil }
      // What lies at the start of a container is the table of a logical partition.
      let range = partition.isContainer ? nil : partition.range
      let contents =
        range.map { self.contents(of: $0, cancellation: cancellation) }
        ?? RangeContents(range: partition.range)
      list.volumes.append(Volume(partition: partition, contents: contents))
    }
    let whole = self.contents(cancellation: cancellation)
    if table.partitions.isEmpty || !whole.found.isEmpty {
      list.volumes.append(Volume(partition: nil, contents: whole))
    }
    return cancellation?.isCancelled == true ? nil : list
  }
}
