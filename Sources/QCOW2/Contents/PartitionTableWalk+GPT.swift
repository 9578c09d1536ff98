/// A GUID partition table with its backup.
extension PartitionTableWalk {
  /// Nobody has so many, and a hostile header could claim any number.
  private static let mostEntryBytes = 1 << 20

  /// A header with its entries, or with what is wrong with either.
  private struct Copy {
    let header: GPTHeader
    let place: UInt64
    var entries: [GPTEntry] = []
    var problem: String?
  }

  /// - Returns: Whether a GPT was found. Nothing is changed where none was.
  mutating func readGPT(_ record: MasterBootRecord?) -> Bool {
    let primary = primaryHeader().map { header, size in
      table.sectorSize = size
      return copy(header, at: 1)
    }
    let backup = backup(of: primary)
    guard let chosen = choose(primary, backup) else { return false }
    table.isFromBackup = chosen.place != 1
    table.identifier = chosen.header.diskGUID
    let others = record?.entries.filter { $0.isUsed && !$0.isProtective } ?? []
    table.scheme = others.isEmpty ? .gpt : .hybrid
    if !others.isEmpty {
      table.report(
        "hybrid-mbr",
        "the MBR names \(counted(others.count, "partition")) besides the GPT, "
          + "which is not in force where systems go by the MBR", severity: .note)
    }
    list(chosen)
    return true
  }

  private mutating func choose(_ primary: Copy?, _ backup: Copy?) -> Copy? {
    if let problem = primary?.problem { table.report("gpt-primary", "the primary GPT \(problem)") }
    if let problem = backup?.problem { table.report("gpt-backup", "the backup GPT \(problem)") }
    if let primary, primary.problem == nil {
      compare(primary, backup)
      return primary
    }
    if let backup, backup.problem == nil {
      table.report(
        "gpt-from-backup",
        "the partitions are those of the backup GPT in sector \(backup.place)"
          + (primary == nil ? "; sector 1 holds no header" : ""))
      return backup
    }
    guard let remnant = primary ?? backup else { return nil }
    table.report(
      "gpt-no-valid-copy",
      "no copy of the GPT is sound: systems take no partitions from it; what is listed is what is "
        + "left in sector \(remnant.place)")
    return remnant
  }

  private mutating func compare(_ primary: Copy, _ backup: Copy?) {
    let stated = primary.header[.gptAlternateLBA]
    if stated != sectorCount - 1 {
      table.report(
        "gpt-backup-place",
        "the backup GPT should lie in the last sector \(sectorCount - 1), the primary names "
          + "\(stated): the disk was \(stated < sectorCount ? "enlarged" : "cut")")
    }
    guard let backup else {
      // Where it cannot be read, that is said already.
      guard reader.failures.isEmpty else { return }
      return table.report("gpt-backup-missing", "there is no backup GPT in sector \(stated)")
    }
    guard backup.problem == nil else { return }
    let fields: [Field] = [
      .gptDiskGUID, .gptFirstUsable, .gptLastUsable, .gptEntryCount, .gptEntrySize,
    ]
    let different =
      fields.filter {
        primary.header.bytes.slice($0) != backup.header.bytes.slice($0)
      }.map(\.name) + (primary.entries == backup.entries ? [] : ["the entries"])
    guard !different.isEmpty else { return }
    table.report(
      "gpt-backup-differs",
      "the backup GPT differs from the primary in " + different.joined(separator: ", "))
  }

  /// The backup where the primary says that it is, else in the last sector.
  private mutating func backup(of primary: Copy?) -> Copy? {
    var places: [(place: UInt64, size: UInt64)] = []
    if let primary, primary.problem == nil || primary.header[.gptAlternateLBA] < sectorCount {
      places.append((primary.header[.gptAlternateLBA], table.sectorSize))
    }
    for size in primary == nil ? [512, 4096] : [table.sectorSize] where reader.byteCount >= size {
      places.append((reader.byteCount / size - 1, size))
    }
    for (place, size) in places where place > 1 {
      guard let header = reader.sector(place, size: size).flatMap(GPTHeader.init) else { continue }
      table.sectorSize = size
      return copy(header, at: place)
    }
    return nil
  }
}

extension PartitionTableWalk {
  private mutating func copy(_ header: GPTHeader, at place: UInt64) -> Copy {
    var copy = Copy(header: header, place: place, problem: header.problem(at: place))
    guard header.shapeProblem == nil else { return copy }
    let claimed = header.entryCount.multipliedReportingOverflow(by: header.entrySize)
    let length = claimed.overflow ? Int.max : claimed.partialValue
    let count = min(length, Self.mostEntryBytes)
    guard let bytes = reader.bytes(header[.gptEntriesLBA], size: table.sectorSize, count: count)
    else {
      let place = header[.gptEntriesLBA]
      if count > 0 { copy.problem = copy.problem ?? "has no readable entries in sector \(place)" }
      return copy
    }
    copy.entries = stride(from: 0, to: count - header.entrySize + 1, by: header.entrySize).map {
      GPTEntry(bytes: bytes[$0..<$0 + header.entrySize])
    }
    let checksum = UInt64(crc32(bytes.array))
    let stored = header[.gptEntriesChecksum]
    if count < length {
      copy.problem =
        copy.problem ?? "claims \(header.entryCount) entries, of which "
        + "\(copy.entries.count) were read"
    } else if checksum != stored {
      copy.problem =
        copy.problem ?? "stores the checksum \(hex(stored, digits: 8)) of its entries, "
        + "which have \(hex(checksum, digits: 8))"
    }
    return copy
  }

  private mutating func list(_ copy: Copy) {
    let usable = (copy.header[.gptFirstUsable], copy.header[.gptLastUsable])
    for (index, entry) in copy.entries.enumerated() {
      guard let type = entry.type else { continue }
      let number = index + 1
      guard entry.first <= entry.last else {
        table.report(
          "partition-inverted",
          "p\(number) would begin in sector \(entry.first) and end in \(entry.last): it is left out"
        )
        continue
      }
      if entry.first < usable.0 || entry.last > usable.1 {
        table.report(
          "partition-outside",
          "p\(number) has the sectors \(entry.first) to \(entry.last), the GPT allows "
            + "\(usable.0) to \(usable.1)")
      }
      table.partitions.append(
        Partition(
          number: number, firstSector: entry.first, lastSector: entry.last,
          range: range(entry.first, entry.last), type: type, name: entry.name, uuid: entry.uuid,
          attributes: entry.attributes, isContainer: false,
          isBootable: entry.attributes & 4 != 0))
    }
  }
}
