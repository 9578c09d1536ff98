extension Disk {
  /// Looks for a partition table: a GPT with its backup, or an MBR with its logical partitions.
  ///
  /// Costs a few small reads, and one for each logical partition. What cannot be read is a finding,
  /// and never taken for a disk without a table.
  ///
  /// - Parameter cancellation: Ends the walk over logical partitions; the table is not complete then.
  /// - Returns: The table with its partitions and what is wrong with it.
  public func partitionTable(cancellation: Cancellation? = nil) -> PartitionTable {
    var walk = PartitionTableWalk(self, cancellation)
    walk.run()
    return walk.table
  }
}

/// Puts a partition table together from the sectors that hold it.
struct PartitionTableWalk {
  var table = PartitionTable(scheme: .none)
  var reader: SectorReader
  let cancellation: Cancellation?

  init(_ disk: Disk, _ cancellation: Cancellation?) {
    reader = SectorReader(disk)
    self.cancellation = cancellation
  }

  /// The sectors of the disk.
  var sectorCount: UInt64 { reader.byteCount / table.sectorSize }

  mutating func run() {
    guard reader.byteCount >= UInt64(MasterBootRecord.byteCount) else { return }
    let sector = reader.sector(0, size: 512)
    let record = sector.flatMap(MasterBootRecord.init)
    let protects = record?.entries.contains(where: \.isProtective) == true
    // Where sector 0 cannot be read, a GPT may still tell.
    if protects || sector == nil {
      if !readGPT(record) { giveUp(record) }
    } else if let record, record.entries.contains(where: \.isUsed) || !isFileSystem() {
      table.scheme = .mbr
      readMBR(record)
      noteIdleGPT()
    } else {
      noteIdleGPT()
    }
    judgePlaces()
    keepFailures()
  }

  private mutating func giveUp(_ record: MasterBootRecord?) {
    table.scheme = record == nil ? .unknown : .protective
    guard record != nil else { return }
    table.report(
      "gpt-missing",
      "the MBR protects a GPT, but neither copy of it can be used: no partition is known")
  }

  /// The boot sector of a file system without partitions ends as an MBR does.
  private func isFileSystem() -> Bool { !reader.disk.contents().found.isEmpty }

  /// A GPT that no MBR protects is left over from another time, or its MBR was written over.
  private mutating func noteIdleGPT() {
    guard let (_, size) = primaryHeader() else { return }
    table.report(
      "gpt-not-protected",
      "sector 1 of \(size) bytes holds a GPT that the MBR does not protect: "
        + "systems take no partitions from it")
  }

  /// A header after the first sector, with the size of a sector that puts it there.
  mutating func primaryHeader() -> (header: GPTHeader, sectorSize: UInt64)? {
    for size: UInt64 in [512, 4096] {
      if let header = reader.sector(1, size: size).flatMap(GPTHeader.init) { return (header, size) }
    }
    return nil
  }

  private mutating func keepFailures() {
    if let first = reader.failures.first {
      let others = reader.failures.count - 1
      let more = "; \(counted(others, "other place")) of it cannot be read either"
      table.report("table-unreadable", others > 0 ? first + more : first)
    }
    table.isComplete =
      table.isComplete && reader.failures.isEmpty && cancellation?.isCancelled != true
  }
}

extension PartitionTableWalk {
  /// The guest range of some sectors, clipped to the disk.
  func range(_ first: UInt64, _ last: UInt64) -> Range<GuestOffset> {
    let start = min(first.timesClamped(table.sectorSize), reader.byteCount)
    let end = min(last.addingClamped(1).timesClamped(table.sectorSize), reader.byteCount)
    return GuestOffset(start)..<GuestOffset(max(start, end))
  }

  /// Overlaps, and partitions past the end of the disk or over the table.
  private mutating func judgePlaces() {
    for partition in table.partitions where partition.lastSector >= sectorCount {
      let isGone = partition.firstSector >= sectorCount
      table.report(
        "partition-past-end",
        "p\(partition.number) \(isGone ? "begins" : "ends") in sector "
          + "\(isGone ? partition.firstSector : partition.lastSector), the disk ends with "
          + "\(sectorCount - 1)")
    }
    for partition in table.partitions where partition.firstSector == 0 {
      table.report(
        "partition-over-table", "p\(partition.number) covers its own table", severity: .note)
    }
    let sorted = table.partitions.filter { !$0.isContainer }.sorted {
      ($0.firstSector, $0.number) < ($1.firstSector, $1.number)
    }
    guard var furthest = sorted.first else { return }
    for partition in sorted.dropFirst() {
      if partition.firstSector <= furthest.lastSector {
        let end = min(partition.lastSector, furthest.lastSector)
        table.report(
          "partitions-overlap",
          "p\(furthest.number) and p\(partition.number) both have the sectors "
            + "\(partition.firstSector) to \(end)")
      }
      if partition.lastSector > furthest.lastSector { furthest = partition }
    }
  }
}
