/// A master boot record with its chain of logical partitions, as Linux walks it.
extension PartitionTableWalk {
  /// Linux gives up numbers beyond.
  private static let mostPartitions = 256
  /// Tables without a partition that Linux follows in a row.
  private static let mostEmptyTables = 100

  mutating func readMBR(_ record: MasterBootRecord) {
    if record.signature != 0 { table.identifier = GUID.text(bytes(record.signature), groups: [4]) }
    var next = 5
    for (slot, entry) in record.entries.enumerated() where entry.isUsed {
      add(entry, number: slot + 1, at: 0, isContainer: entry.isExtended)
      if entry.isExtended { readLogical(entry, &next) }
    }
  }

  private func bytes(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private mutating func add(
    _ entry: MasterBootRecord.Entry, number: Int, at table: UInt64, isContainer: Bool = false
  ) {
    let first = table + entry.first
    let last = first + entry.count - 1
    let digits = String(number, radix: 16)
    self.table.partitions.append(
      Partition(
        number: number, firstSector: first, lastSector: last, range: range(first, last),
        type: .code(entry.type), name: "",
        uuid: self.table.identifier.map { "\($0)-\(digits.count < 2 ? "0" : "")\(digits)" },
        attributes: entry.indicator, isContainer: isContainer, isBootable: entry.indicator == 0x80))
  }

  /// Each logical partition has a table of its own that names the next one, counted from the start of
  /// the container.
  private mutating func readLogical(_ container: MasterBootRecord.Entry, _ next: inout Int) {
    var place = container.first
    var seen: Set<UInt64> = []
    var empty = 0
    while cancellation?.isCancelled != true {
      guard seen.insert(place).inserted else {
        return table.report(
          "ebr-loop", "the chain of logical partitions comes back to sector \(place) and ends there"
        )
      }
      guard next < Self.mostPartitions, empty < Self.mostEmptyTables else {
        return table.report(
          "ebr-too-many",
          "the chain of logical partitions goes on after sector \(place), Linux stops")
      }
      guard let record = logicalTable(at: place) else { return }
      if let entry = record.entries.first(where: { $0.isUsed && !$0.isExtended }) {
        add(entry, number: next, at: place)
        judge(number: next, place + entry.first, entry.count, in: container)
        (next, empty) = (next + 1, 0)
      } else {
        empty += 1
      }
      guard let link = record.entries.first(where: { $0.isUsed && $0.isExtended }) else { return }
      let following = container.first + link.first
      judgeLink(from: place, to: following, in: container)
      place = following
    }
  }

  private mutating func logicalTable(at place: UInt64) -> MasterBootRecord? {
    guard place < sectorCount else {
      table.report(
        "ebr-past-end", "a table of logical partitions would lie in sector \(place), past the end")
      return nil
    }
    guard let sector = reader.sector(place, size: 512) else { return nil }
    guard let record = MasterBootRecord(sector) else {
      table.report(
        "ebr-broken",
        "sector \(place) should hold the table of a logical partition and does not: "
          + "those after it are not known")
      return nil
    }
    return record
  }

  private mutating func judge(
    number: Int, _ first: UInt64, _ count: UInt64, in container: MasterBootRecord.Entry
  ) {
    let (end, limit) = (first + count, container.first + container.count)
    guard first < container.first || end > limit else { return }
    table.report(
      "logical-outside",
      "p\(number) has the sectors \(first) to \(end - 1), its container \(container.first) to "
        + "\(limit - 1)")
  }

  private mutating func judgeLink(
    from place: UInt64, to following: UInt64, in container: MasterBootRecord.Entry
  ) {
    guard following >= container.first + container.count else { return }
    table.report(
      "ebr-outside",
      "the table in sector \(place) names sector \(following) as the next, which is outside of the "
        + "container")
  }
}
