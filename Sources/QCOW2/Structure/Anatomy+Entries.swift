extension Anatomy {
  /// The width of an entry of a table in bits.
  public func entryBits(of table: Structure) -> UInt64 {
    switch table.kind {
    case .l2Table: UInt64(geometry.l2EntrySize) * 8
    case .refcountBlock: UInt64(geometry.refcountBits)
    default: 64
    }
  }

  /// The number of entries of a table.
  public func entryCount(of table: Structure) -> Int {
    let bytes = table.range.upperBound - table.range.lowerBound
    return Int(clamping: bytes * 8 / entryBits(of: table))
  }

  /// Entries of a table by their numbers; those past the end of the file count as zero, and at most
  /// 2 MiB are read.
  ///
  /// - Throws: `ImageError.system` where reading fails.
  public func entries(
    of table: Structure, _ indexes: Range<Int>
  ) throws(ImageError) -> [StructureField] {
    let bits = entryBits(of: table)
    let wanted = indexes.clamped(to: 0..<entryCount(of: table))
    guard !wanted.isEmpty else { return [] }
    let first = UInt64(wanted.lowerBound) * bits / 8
    let end = (UInt64(wanted.upperBound) * bits + 7) / 8
    let count = Int(min(end - first, Self.mostBytes))
    let start = table.range.lowerBound + first
    let bytes = try image.storage.bytes(at: start, count: count)
    let padded = Bytes(bytes.array + [UInt8](repeating: 0, count: count - bytes.count))
    return wanted.prefix(count * 8 / Int(bits)).map { index in
      entry(index, of: table, padded, at: start)
    }
  }

  /// The entries that touch a range.
  func entries(
    of table: Structure, in range: Range<HostOffset>
  ) throws(ImageError) -> [StructureField] {
    let bits = entryBits(of: table)
    let low = (range.lowerBound - table.range.lowerBound) * 8 / bits
    let high = ((range.upperBound - table.range.lowerBound) * 8 + bits - 1) / bits
    return try entries(of: table, Int(low)..<Int(high))
  }

  private static let mostBytes: UInt64 = 2 << 20

  private func entry(
    _ index: Int, of table: Structure, _ bytes: Bytes, at start: HostOffset
  ) -> StructureField {
    let bits = entryBits(of: table)
    let offset = table.range.lowerBound + UInt64(index) * bits / 8
    let place = Int(offset - start)
    let builder = EntryFields(anatomy: self, table: table, index: index, offset: offset)
    let word = bytes.load(UInt64.self, at: place) ?? 0
    switch table.kind {
    case .l1Table: return builder.l1(L1Entry(rawValue: word))
    case .l2Table:
      let bitmap = geometry.hasExtendedL2 ? bytes.load(UInt64.self, at: place + 8) ?? 0 : 0
      return builder.l2(
        L2Entry(rawValue: word, subclusters: SubclusterBitmap(rawValue: bitmap)))
    case .refcountTable: return builder.refcountTable(RefcountTableEntry(rawValue: word))
    case .bitmapTable: return builder.bitmapTable(BitmapTableEntry(rawValue: word))
    default: return builder.count(in: bytes, at: place)
    }
  }
}

/// Reads the entries of tables off the declarations of their bits.
struct EntryFields {
  let anatomy: Anatomy
  let table: Structure
  let index: Int
  let offset: HostOffset

  private var geometry: Geometry { anatomy.geometry }

  private func field(
    _ name: String, _ value: UInt64, length: UInt64 = 8, _ text: String, _ meaning: String,
    _ bits: [StructureField.Bits], to target: HostOffset? = nil
  ) -> StructureField {
    StructureField(
      table, at: offset, length: length, name: "\(name)[\(index)]", index: index, value: value,
      text: text, meaning: meaning, bits: bits, target: anatomy.target(target))
  }

  private func bits(_ fields: [BitField], _ word: UInt64) -> [StructureField.Bits] {
    fields.map { StructureField.Bits($0, in: word, mustBeZero: $0.name == "reserved") }
  }

  func l1(_ entry: L1Entry) -> StructureField {
    field(
      "L1", entry.rawValue, entry.text,
      "leads to the L2 table of a range of the disk", bits(L1Entry.fields, entry.rawValue),
      to: entry.l2Table)
  }

  func l2(_ entry: L2Entry) -> StructureField {
    let words =
      entry.isCompressed
      ? bits(CompressedDescriptor.fields(clusterBits: geometry.clusterBits), entry.rawValue)
      : bits(L2Entry.fields, entry.rawValue)
    let isExtended = geometry.hasExtendedL2
    let map = isExtended ? bits(SubclusterBitmap.fields, entry.subclusters.rawValue) : []
    // In an external data file the place is not one of this file.
    let host = anatomy.image.hasDataFile ? nil : entry.compressed(geometry)?.host ?? entry.host
    return field(
      "L2", entry.rawValue, length: isExtended ? 16 : 8,
      entry.text(geometry, hasDataFile: anatomy.image.hasDataFile),
      "says where a cluster of the disk is", words + map, to: host)
  }

  func refcountTable(_ entry: RefcountTableEntry) -> StructureField {
    field(
      "refcount table", entry.rawValue,
      entry.refcountBlock.map { "refcount block at \($0)" } ?? "no refcount block",
      "leads to the reference counts of a range of the file",
      bits(RefcountTableEntry.fields, entry.rawValue), to: entry.refcountBlock)
  }

  func bitmapTable(_ entry: BitmapTableEntry) -> StructureField {
    let text =
      entry.cluster.map { "bits at \($0)" } ?? (entry.isAllOnes ? "all bits one" : "all bits zero")
    return field(
      "bitmap table", entry.rawValue, text, "says where a cluster of the bitmap's bits is",
      bits(BitmapTableEntry.fields, entry.rawValue), to: entry.cluster)
  }

  func count(in bytes: Bytes, at place: Int) -> StructureField {
    let width = geometry.refcountBits
    let value: UInt64
    switch width {
    case 8: value = UInt64(bytes.load(UInt8.self, at: place) ?? 0)
    case 16: value = UInt64(bytes.load(UInt16.self, at: place) ?? 0)
    case 32: value = UInt64(bytes.load(UInt32.self, at: place) ?? 0)
    case 64: value = bytes.load(UInt64.self, at: place) ?? 0
    default:
      // Counts narrower than a byte begin with its lowest bits.
      let byte = UInt64(bytes.load(UInt8.self, at: place) ?? 0)
      value = byte >> UInt64(index * width % 8) & ((1 << UInt64(width)) - 1)
    }
    let text = value == 0 ? "free" : counted(value, "reference")
    var bits: [StructureField.Bits] = []
    if width < 8 {
      let low = index * width % 8
      bits = [
        StructureField.Bits(
          field: BitField(low...low + width - 1, "count", "the count of this cluster"),
          value: value, text: "\(value)", isFaulty: false)
      ]
    }
    return field(
      "refcount", value, length: UInt64(max(1, width / 8)), text,
      "how often a cluster of the file is used", bits, to: cluster)
  }

  /// The cluster that a count of a refcount block is about.
  private var cluster: HostOffset? {
    guard case .refcountBlock(let block) = table.kind else { return nil }
    let number = UInt64(block).multipliedClamped(by: geometry.refcountBlockEntries)
      .addedClamped(to: UInt64(index))
    return HostOffset(number.multipliedClamped(by: geometry.clusterSize))
  }
}
