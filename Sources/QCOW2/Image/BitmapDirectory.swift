/// The dirty bitmaps of an image, as far as their directory can be read.
public struct BitmapDirectory: Sendable {
  /// The entries in order.
  public private(set) var records: [BitmapRecord] = []
  /// What is wrong with the directory or an entry.
  public private(set) var findings: [Finding] = []

  /// 1024 bytes for each of 65,535 bitmaps: QEMU refuses more.
  static let mostBytes: UInt64 = 1024 * 65_535
  private static let mostRecords = 65_535

  /// Reads the directory, at most 64 MiB. A broken entry ends it; nothing else depends on that.
  init(
    _ storage: any Storage, _ inspection: Inspection, _ geometry: Geometry
  ) throws(ImageError) {
    guard let pointer = inspection.liveBitmaps else { return }
    guard pointer.directorySize <= Self.mostBytes else {
      report("the directory claims \(pointer.directorySize) bytes, allowed is 67107840")
      return
    }
    // Nothing is allocated for bytes that the header only claims.
    let start = pointer.directoryOffset.rawValue
    let end = try storage.byteCount()
    let bytes = try storage.bytes(
      at: pointer.directoryOffset, count: Int(min(pointer.directorySize, end - min(end, start))))
    if bytes.count < Int(pointer.directorySize) {
      report("the directory at \(pointer.directoryOffset) is cut off by the end of the file")
    }
    read(bytes, at: pointer.directoryOffset, geometry)
    if records.count != Int(pointer.count) {
      report(
        "the directory holds \(counted(records.count, "bitmap")), the header counts \(pointer.count)"
      )
    }
  }

  private mutating func report(_ message: String) {
    findings.append(Finding("bitmap-directory", .warning, message))
  }

  private mutating func read(_ bytes: Bytes, at start: HostOffset, _ geometry: Geometry) {
    var position = 0
    while position < bytes.count {
      guard records.count < Self.mostRecords else {
        return report("the directory holds more than 65535 bitmaps; the rest was not read")
      }
      let fixed = bytes[position..<position + BitmapRecord.fixedLength]
      let length =
        UInt64(BitmapRecord.fixedLength) + Field.bitmapNameSize.value(in: fixed)
        + Field.bitmapExtraDataSize.value(in: fixed)
      guard fixed.count == BitmapRecord.fixedLength, length <= UInt64(bytes.count - position) else {
        return report(
          "bitmap \(records.count) at \(start + UInt64(position)) runs past the directory")
      }
      let record = BitmapRecord(
        offset: start + UInt64(position), bytes: bytes[position..<position + Int(length)])
      judge(record, geometry)
      records.append(record)
      position += (Int(length) + 7) & ~7
    }
  }

  private mutating func judge(_ record: BitmapRecord, _ geometry: Geometry) {
    let place = "bitmap \(quoted(record.name.array))"
    for problem in record.problems(geometry) { report("\(place): \(problem)") }
  }
}

extension BitmapRecord {
  /// What QEMU would refuse about the entry.
  func problems(_ geometry: Geometry) -> [String] {
    var problems: [String] = []
    if self[.bitmapType] != 1 { problems.append("type is \(self[.bitmapType]), only 1 is known") }
    if !(9...31).contains(self[.bitmapGranularityBits]) {
      problems.append("granularity_bits is \(self[.bitmapGranularityBits]), allowed is 9 to 31")
    }
    if !(1...1023).contains(self[.bitmapNameSize]) {
      problems.append("name_size is \(self[.bitmapNameSize]), allowed is 1 to 1023")
    }
    if self[.bitmapExtraDataSize] != 0 {
      problems.append("extra_data_size is \(self[.bitmapExtraDataSize]), QEMU wants 0")
    }
    if self[.bitmapFlags] & ~7 != 0 { problems.append("reserved flags are set") }
    let table = self[.bitmapTableOffset]
    if table == 0 || table & (geometry.clusterSize - 1) != 0 {
      problems.append("bitmap_table_offset is \(hex(table)), not the start of a cluster")
    }
    if self[.bitmapTableSize] == 0 || self[.bitmapTableSize] > Self.mostTableEntries {
      problems.append("bitmap_table_size is \(self[.bitmapTableSize]), allowed is 1 to 134217728")
    }
    return problems + coverageProblems(geometry)
  }

  /// The bits must be enough for the disk, unless they are stale anyway.
  private func coverageProblems(_ geometry: Geometry) -> [String] {
    let bytes = self[.bitmapTableSize] * geometry.clusterSize
    if bytes > 512 << 20 { return ["its bits take \(bytes) bytes, allowed is 536870912"] }
    guard let granularity, (9...31).contains(self[.bitmapGranularityBits]), !isInUse else {
      return []
    }
    let covered = bytes * 8 * granularity
    return covered < geometry.virtualSize
      ? ["it covers \(counted(covered, "byte")) of the disk's \(geometry.virtualSize)"] : []
  }
}
