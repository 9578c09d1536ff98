internal import Synchronization

/// The L1 table of one disk, kept in memory and compared with the file where others write to that.
final class L1Cache: Sendable {
  private struct State {
    var start: HostOffset
    var bytes: Bytes
    /// How often the file had changed when the table was read.
    var changes: Int
  }

  private let file: ImageFile
  private let entries: Int
  /// Whether the header names the table.
  let isActive: Bool
  /// The table as it was when the disk was opened, which is all that is ever needed of it unless others
  /// write; so that readers do not take turns.
  private let opened: State
  private let state: Mutex<State>
  private let isReplaced = Atomic(false)

  /// - Parameters:
  ///   - file: The open file.
  ///   - start: Where the table lies.
  ///   - entries: Its length.
  ///   - isActive: Whether the header names the table; a snapshot's never changes.
  /// - Throws: `ImageError.system` where reading fails.
  init(
    _ file: ImageFile, at start: HostOffset, entries: Int, isActive: Bool
  ) throws(ImageError) {
    self.file = file
    self.entries = entries
    self.isActive = isActive
    let changes = file.watch.look().changes
    opened = State(
      start: start, bytes: try file.table(at: start, entries: entries), changes: changes)
    state = Mutex(opened)
  }

  /// Where the table lay when the disk was opened.
  var start: HostOffset { opened.start }

  /// The table as it was last read, as far as the file held it.
  var bytes: Bytes {
    isReplaced.load(ordering: .acquiring) ? state.withLock { $0.bytes } : opened.bytes
  }

  /// The table with the entries of `range` as they are in the file now; as they were, where it cannot
  /// be read.
  func current(_ range: ClosedRange<Int>) -> Bytes {
    guard isActive, entries > 0 else { return opened.bytes }
    let report = file.watch.look()
    if !report.isLive, report.changes == opened.changes, !isReplaced.load(ordering: .acquiring) {
      return opened.bytes
    }
    let known = state.withLock { $0 }
    guard report.isLive || report.changes != known.changes else { return known.bytes }
    if report.changes == known.changes, isSame(known, range) { return known.bytes }
    guard let start = try? place(), let bytes = try? file.table(at: start, entries: entries) else {
      return known.bytes
    }
    state.withLock { $0 = State(start: start, bytes: bytes, changes: report.changes) }
    isReplaced.store(true, ordering: .releasing)
    return bytes
  }

  private func isSame(_ known: State, _ range: ClosedRange<Int>) -> Bool {
    let range = range.clamped(to: 0...max(0, entries - 1))
    let first = range.lowerBound * 8
    guard (try? place()) == known.start,
      let bytes = try? file.storage.bytes(
        at: known.start + UInt64(first), count: range.count * 8)
    else { return false }
    return known.bytes[first..<first + range.count * 8] == bytes
  }

  /// Where the header says that the table lies: one that has to grow moves.
  private func place() throws(ImageError) -> HostOffset? {
    try word(.l1TableOffset).map { HostOffset($0) }
  }

  private func word(_ field: Field) throws(ImageError) -> UInt64? {
    let end = field.byteRange.upperBound
    let header = try file.storage.bytes(at: .zero, count: end)
    return header.count < end ? nil : field.value(in: header)
  }

  /// Whether what the table maps may be something else a moment later.
  var mayChange: Bool {
    let report = file.watch.look()
    return report.isLive || (!isActive && report.changes > 0)
  }

  /// Makes sure that a snapshot is what it was: its clusters stay until it is deleted, and then the
  /// table of snapshots is written anew.
  ///
  /// - Throws: `ImageError.refused` where that table is another one.
  func checkStillThere() throws(ImageError) {
    guard !isActive else { return }
    let header = file.inspection.header
    for field in [Field.nbSnapshots, .snapshotsOffset] where try word(field) != header[field] {
      throw .refused(
        Finding(
          "snapshots-changed", .refusal, field: field,
          "the image's snapshots have changed since it was opened, and this may be none of them"))
    }
  }
}

extension L1Entry {
  /// An entry of a table, or nil past its end.
  init?(_ index: Int, in table: Bytes) {
    guard index >= 0, index < table.count / 8 else { return nil }
    self.init(rawValue: table.word(index))
  }
}
