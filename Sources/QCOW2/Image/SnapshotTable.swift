/// The snapshots of an image, as far as their table can be read.
public struct SnapshotTable: Sendable {
  /// The entries in order.
  public private(set) var records: [SnapshotRecord] = []
  /// What is wrong with the table or an entry.
  public private(set) var findings: [Finding] = []

  /// QEMU refuses larger tables.
  static let mostBytes: UInt64 = 64 << 20
  private static let window = 65_536

  private let storage: any Storage
  private let header: Header
  private let fileEnd: UInt64
  private var buffer = Bytes([])
  private var bufferStart: UInt64 = 0

  /// Reads the table: what it takes, at most 64 MiB, in pieces of 64 KiB.
  init(
    _ storage: any Storage, _ header: Header, _ cancellation: Cancellation = Cancellation()
  ) throws(ImageError) {
    self.storage = storage
    self.header = header
    fileEnd = try storage.byteCount()
    let start = header[.snapshotsOffset]
    var position = start
    for index in 0..<Int(header[.nbSnapshots]) {
      if cancellation.isCancelled { throw .cancelled }
      guard position - start < Self.mostBytes else {
        report("the snapshot table is larger than 64 MiB; \(index) entries were read")
        break
      }
      guard let record = try record(at: position, index) else { break }
      judge(record, index)
      records.append(record)
      let end = position + UInt64(record.bytes.count)
      position = (end + 7) & ~7
    }
  }

  private mutating func report(_ message: String) {
    findings.append(Finding("snapshot-table", .warning, message))
  }

  private mutating func record(
    at position: UInt64, _ index: Int
  ) throws(ImageError) -> SnapshotRecord? {
    let fixed = try bytes(at: position, count: SnapshotRecord.fixedLength)
    let extra = Field.snapshotExtraDataSize.value(in: fixed)
    let names =
      Field.snapshotIDSize.value(in: fixed) + Field.snapshotNameSize.value(in: fixed)
    let length = UInt64(SnapshotRecord.fixedLength) + extra + names
    guard length <= Self.mostBytes, fixed.count == SnapshotRecord.fixedLength else {
      report("snapshot \(index) at \(hex(position)) is cut off or larger than its table may be")
      return nil
    }
    // Nothing is allocated for bytes that an entry only claims to have.
    guard length <= fileEnd - min(fileEnd, position) else {
      report("snapshot \(index) at \(hex(position)) is cut off by the end of the file")
      return nil
    }
    let whole = try bytes(at: position, count: Int(length))
    // A live file may have shrunk since.
    guard whole.count == Int(length) else { return nil }
    return SnapshotRecord(offset: HostOffset(position), bytes: whole)
  }

  private mutating func judge(_ record: SnapshotRecord, _ index: Int) {
    let place = "snapshot \(index) \(quoted(record.name.array))"
    if record.extraDataSize > SnapshotRecord.mostExtraData {
      report("\(place) has \(record.extraDataSize) bytes of extra data, allowed is 1024")
    }
    if header.version >= 3, record.extraDataSize < 16 {
      report("\(place) does not record the size of its disk, which version 3 demands")
    }
    if let problem = record.l1Problem(header) { report("\(place): \(problem)") }
  }

  /// Bytes of the table through a window, because most entries are far smaller than a read.
  private mutating func bytes(at position: UInt64, count: Int) throws(ImageError) -> Bytes {
    let end = position + UInt64(count)
    if position < bufferStart || end > bufferStart + UInt64(buffer.count) {
      buffer = try window(at: position, count: count)
      bufferStart = position
    }
    let first = Int(position - bufferStart)
    return buffer[first..<first + count]
  }
}

extension SnapshotTable {
  /// `count` bytes and some more. A bad sector that the table does not need costs nothing.
  private func window(at position: UInt64, count: Int) throws(ImageError) -> Bytes {
    do throws(ImageError) {
      return try storage.bytes(at: HostOffset(position), count: max(count, Self.window))
    } catch {
      return try storage.bytes(at: HostOffset(position), count: count)
    }
  }
}

extension SnapshotRecord {
  /// Why the snapshot cannot be opened as a disk, or nil.
  func l1Problem(_ header: Header) -> String? {
    if l1Size > 4_194_304 { return "l1_size is \(l1Size), allowed is at most 4194304" }
    if l1TableOffset.rawValue & ((1 << header[.clusterBits]) - 1) != 0 {
      return "l1_table_offset is \(l1TableOffset), which is not the start of a cluster"
    }
    return nil
  }
}
