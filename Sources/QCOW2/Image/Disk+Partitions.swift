/// The partitions that the guest's own table names: where each begins and ends on the virtual disk.
public struct Partition: Hashable, Sendable {
  /// The number by which Linux would call it: 1 to 4 for primary, 5 on for logical ones.
  public let number: Int
  /// The guest range, clipped to the disk.
  public let range: Range<GuestOffset>
}

extension Disk {
  private static let sectorSize: UInt64 = 512
  /// GPT allows more; nobody has them, and a hostile header could claim any number.
  private static let mostPartitions = 256

  /// Reads an MBR with its chain of logical partitions, or a GPT; sectors are 512 bytes.
  ///
  /// - Returns: The partitions by number; none where there is no table or it cannot be read.
  public func partitions() -> [Partition] {
    guard let mbr = sector(0), mbr.load(UInt16.self, at: 510) == 0x55aa else { return [] }
    let types = (0..<4).map { mbr.array[446 + $0 * 16 + 4] }
    return types.contains(0xee) ? gptPartitions() : mbrPartitions(mbr)
  }

  private func sector(_ number: UInt64) -> Bytes? {
    let (offset, overflow) = number.multipliedReportingOverflow(by: Self.sectorSize)
    guard !overflow else { return nil }
    return (try? read(at: GuestOffset(offset), count: Int(Self.sectorSize))).map(Bytes.init)
  }

  private func partition(_ number: Int, from first: UInt64, count: UInt64) -> Partition? {
    let sectors = geometry.virtualSize / Self.sectorSize
    guard count > 0, first > 0, first < sectors else { return nil }
    let last = first + min(count, sectors - first)
    return Partition(
      number: number,
      range: GuestOffset(first * Self.sectorSize)..<GuestOffset(last * Self.sectorSize))
  }

  private func mbrPartitions(_ mbr: Bytes) -> [Partition] {
    var found: [Partition] = []
    for slot in 0..<4 {
      let (type, first, count) = Self.mbrEntry(mbr, slot)
      guard type != 0, let primary = partition(slot + 1, from: first, count: count) else {
        continue
      }
      found.append(primary)
      if Self.isExtended(type) { found += logicalPartitions(from: first) }
    }
    return found
  }

  private static func mbrEntry(
    _ sector: Bytes, _ slot: Int
  ) -> (type: UInt8, first: UInt64, count: UInt64) {
    let at = 446 + slot * 16
    let first = sector.load(UInt32.self, at: at + 8)?.byteSwapped ?? 0
    let count = sector.load(UInt32.self, at: at + 12)?.byteSwapped ?? 0
    return (sector.array[at + 4], UInt64(first), UInt64(count))
  }

  private static func isExtended(_ type: UInt8) -> Bool { [0x05, 0x0f, 0x85].contains(type) }

  /// Each logical partition has a table of its own that names the next one; a chain that comes back
  /// to itself ends at the bound.
  private func logicalPartitions(from start: UInt64) -> [Partition] {
    var found: [Partition] = []
    var place = start
    while found.count < Self.mostPartitions, let table = sector(place),
      table.load(UInt16.self, at: 510) == 0x55aa
    {
      let (type, first, count) = Self.mbrEntry(table, 0)
      guard type != 0, let logical = partition(5 + found.count, from: place + first, count: count)
      else { break }
      found.append(logical)
      let next = Self.mbrEntry(table, 1)
      guard Self.isExtended(next.type), next.first > 0 else { break }
      place = start + next.first
    }
    return found
  }

  private func gptPartitions() -> [Partition] {
    guard let header = sector(1), header.array.starts(with: Array("EFI PART".utf8)),
      let table = header.load(UInt64.self, at: 72)?.byteSwapped,
      let count = header.load(UInt32.self, at: 80)?.byteSwapped,
      let size = header.load(UInt32.self, at: 84)?.byteSwapped, (128...4096).contains(size)
    else { return [] }
    let entries = min(Int(count), Self.mostPartitions)
    let (offset, overflow) = table.multipliedReportingOverflow(by: Self.sectorSize)
    guard !overflow,
      let bytes = (try? read(at: GuestOffset(offset), count: entries * Int(size))).map(Bytes.init)
    else { return [] }
    return (0..<entries).compactMap { slot in
      let at = slot * Int(size)
      guard bytes[at..<at + 16].array.contains(where: { $0 != 0 }),
        let first = bytes.load(UInt64.self, at: at + 32)?.byteSwapped,
        let last = bytes.load(UInt64.self, at: at + 40)?.byteSwapped, last >= first
      else { return nil }
      let (count, overflow) = (last - first).addingReportingOverflow(1)
      return overflow ? nil : partition(slot + 1, from: first, count: count)
    }
  }
}
