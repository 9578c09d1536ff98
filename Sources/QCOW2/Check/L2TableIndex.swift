/// The L2 tables that L1 tables name, each once, in the order of the file.
struct L2TableIndex {
  /// One L2 table and who refers to it.
  struct Table {
    let offset: HostOffset
    /// How many L1 entries name it.
    var references: UInt32
    /// How many of them the active disk has.
    var activeReferences: UInt32
    /// How many of those have the COPIED flag.
    var copiedReferences: UInt32
    /// The lowest L1 index of an entry that names it, and whether there are others.
    var l1Index: UInt32
    var hasSeveralPlaces: Bool
    /// Whether all it maps is saved machine state.
    var isVMState: Bool
    var holders: Holders

    /// A table to begin with, before the first.
    static let nowhere = Table(
      offset: .zero, references: 0, activeReferences: 0, copiedReferences: 0, l1Index: 0,
      hasSeveralPlaces: false, isVMState: false, holders: .none)

    /// Takes in what another L1 entry says of the same table.
    fileprivate mutating func merge(_ other: Table) {
      references = references.addingClamped(other.references)
      activeReferences = activeReferences.addingClamped(other.activeReferences)
      copiedReferences = copiedReferences.addingClamped(other.copiedReferences)
      hasSeveralPlaces =
        hasSeveralPlaces || other.hasSeveralPlaces || l1Index != other.l1Index
      l1Index = min(l1Index, other.l1Index)
      isVMState = isVMState && other.isVMState
      holders = holders.joined(with: other.holders)
    }
  }

  /// The tables found so far, rising by offset.
  private(set) var tables: [Table] = []
  /// The host offsets within which no table has been left out.
  private(set) var window: Range<UInt64>

  private var pending: [Table] = []
  private let mostTables: Int

  /// - Parameters:
  ///   - window: The host offsets whose tables are wanted.
  ///   - mostTables: How many to keep; above that the upper half is given up.
  init(window: Range<UInt64>, mostTables: Int) {
    self.window = window
    self.mostTables = mostTables
  }

  /// Takes in the entries of an L1 table.
  mutating func add(_ l1: L1Table, _ bytes: Bytes) {
    let holders = l1.holders
    let references = UInt32(clamping: l1.disks.count)
    let isActive = l1.activeReferences > 0
    var index = 0
    while index < bytes.count / 8 {
      let raw = bytes.word(index)
      guard raw != 0 else {
        index += bytes.run(
          from: index, step: 1, limit: .max, mask: .max, first: 0, increment: 0)
        continue
      }
      defer { index += 1 }
      // An entry with other bits but no offset counts for QEMU's check as a table at 0.
      let entry = L1Entry(rawValue: raw)
      let offset = raw & L1Entry.offsetMask
      guard window.contains(offset) else { continue }
      pending.append(
        Table(
          offset: HostOffset(offset), references: references, activeReferences: isActive ? 1 : 0,
          copiedReferences: isActive && entry.isCopied ? 1 : 0, l1Index: UInt32(index),
          hasSeveralPlaces: false, isVMState: UInt64(index) >= l1.firstVMStateEntry,
          holders: holders))
      if pending.count >= mostTables { settle() }
    }
  }

  /// Sorts what was taken in and joins what is the same table. To be called after the last `add`.
  mutating func settle() {
    guard !pending.isEmpty else { return }
    tables += pending
    pending = []
    tables.sort { $0.offset < $1.offset }
    var last = 0
    for index in tables.indices.dropFirst() {
      if tables[index].offset == tables[last].offset {
        tables[last].merge(tables[index])
      } else {
        last += 1
        tables[last] = tables[index]
      }
    }
    tables.removeLast(tables.count - last - 1)
    guard tables.count > mostTables else { return }
    let end = tables[mostTables / 2].offset.rawValue
    tables.removeLast(tables.count - mostTables / 2)
    window = window.lowerBound..<end
  }
}

extension UInt32 {
  fileprivate func addingClamped(_ other: UInt32) -> UInt32 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
