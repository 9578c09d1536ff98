/// A stretch of one L2 table, as raw bytes.
struct TableWindow {
  let l1Index: Int
  /// The first entry in the window.
  let first: Int
  let bytes: Bytes
  let entrySize: Int

  /// The entries in the window.
  var range: Range<Int> { first..<first + bytes.count / entrySize }

  /// Whether the window has an entry of the table that an L1 entry points at.
  func contains(_ l1Index: Int, _ index: Int) -> Bool {
    self.l1Index == l1Index && range.contains(index)
  }

  /// Whether an entry lies so close that what the window has of it cost more to read than to pass over.
  func isNear(_ l1Index: Int, _ index: Int, _ geometry: Geometry) -> Bool {
    let distance = (l1Index - self.l1Index) << geometry.l2Bits + index - first
    return distance >= -range.count && distance <= 2 * range.count
  }

  @inline(__always)
  func entry(_ index: Int) -> L2Entry {
    let word = (index - first) * (entrySize / 8)
    guard entrySize == 16 else { return L2Entry(rawValue: bytes.word(word)) }
    return L2Entry(
      rawValue: bytes.word(word), subclusters: SubclusterBitmap(rawValue: bytes.word(word + 1)))
  }
}

extension Image {
  /// The bytes of a table that a single miss reads. Whole tables would make random reads on large
  /// disks many times slower.
  static let sliceSize = 4096

  private var sliceSize: Int { min(Self.sliceSize, Int(geometry.clusterSize)) }

  /// The entries of a slice.
  var sliceEntries: Int { sliceSize / geometry.l2EntrySize }

  /// Reads part of the L2 table at `table`: `slices` slices from the one with entry `index`, going
  /// on in the direction of `step`. One slice comes through the cache, more come straight from the
  /// file so that a scan does not wash the cache out; where others write, all come from the file.
  func window(
    l1Index: Int, table: HostOffset, around index: Int, slices: Int, step: Int
  ) throws(ImageError) -> TableWindow {
    let perTable = Int(geometry.clusterSize) / sliceSize
    let slice = index / sliceEntries
    let range =
      step > 0
      ? slice..<min(perTable, slice + slices) : max(0, slice + 1 - slices)..<slice + 1
    let offset = table + UInt64(range.lowerBound * sliceSize)
    let report = file.watch.look()
    let isKept = slices == 1 && !report.isLive
    let key = Remembered(offset.rawValue, report)
    if isKept, let bytes = file.tables.value(for: key) {
      return TableWindow(
        l1Index: l1Index, first: range.lowerBound * sliceEntries, bytes: bytes,
        entrySize: geometry.l2EntrySize)
    }
    let bytes = try tableBytes(at: offset, count: range.count * sliceSize)
    if isKept { file.tables.insert(bytes, for: key) }
    return TableWindow(
      l1Index: l1Index, first: range.lowerBound * sliceEntries, bytes: bytes,
      entrySize: geometry.l2EntrySize)
  }

  /// Table bytes; fewer where the file ends within the table, whose last entries are then lost.
  private func tableBytes(at offset: HostOffset, count: Int) throws(ImageError) -> Bytes {
    let bytes = try storage.bytes(at: offset, count: count)
    guard bytes.count < count else { return bytes }
    // Nothing at all where the file was known to go on: the table is lost, not empty.
    let table = offset.rawValue & ~(geometry.clusterSize - 1)
    if bytes.count == 0, table >= file.measuredEnd() {
      throw .damaged(.l2TablePastEnd(HostOffset(table)), at: .zero)
    }
    return bytes
  }
}
