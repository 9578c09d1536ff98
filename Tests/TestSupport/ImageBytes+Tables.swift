extension ImageBytes {
  /// Whether bit 4 of the incompatible features is set.
  package var hasExtendedL2: Bool {
    number(at: 4, width: 4) >= 3 && number(at: 72, width: 8) & 16 != 0
  }

  /// The size of an L2 entry.
  package var l2EntrySize: Int { hasExtendedL2 ? 16 : 8 }

  /// Where the refcount table lies.
  package var refcountTable: Int { Int(truncatingIfNeeded: number(at: 48, width: 8)) }

  /// Where the first refcount block lies.
  package var refcountBlock: Int {
    Int(number(at: refcountTable, width: 8) & 0x00ff_ffff_ffff_fe00)
  }

  /// The number of snapshots.
  package var snapshotCount: Int { Int(number(at: 60, width: 4)) }

  /// Where the snapshot table lies; 0 where there is none.
  package var snapshotTable: Int {
    snapshotCount == 0 ? 0 : Int(truncatingIfNeeded: number(at: 64, width: 8))
  }

  /// Where each entry of the snapshot table begins.
  package var snapshots: [Int] {
    var starts: [Int] = []
    var position = snapshotTable
    for _ in 0..<snapshotCount {
      starts.append(position)
      let names = number(at: position + 12, width: 2) + number(at: position + 14, width: 2)
      let length = 40 + number(at: position + 36, width: 4) + names
      position += Int(length + 7) & ~7
    }
    return starts
  }

  /// Where the bitmaps extension's payload begins, or nil where there is none.
  package var bitmapsExtension: Int? {
    guard number(at: 4, width: 4) >= 3 else { return nil }
    var position = Int(number(at: 100, width: 4))
    while position + 8 <= min(clusterSize, bytes.count) {
      let kind = number(at: position, width: 4)
      if kind == 0x2385_2875 { return position + 8 }
      guard kind != 0 else { return nil }
      position += 8 + (Int(number(at: position + 4, width: 4)) + 7) & ~7
    }
    return nil
  }

  /// Where the bitmap directory lies, or nil where there is none.
  package var bitmapDirectory: Int? {
    bitmapsExtension.map { Int(truncatingIfNeeded: number(at: $0 + 16, width: 8)) }
  }
}
