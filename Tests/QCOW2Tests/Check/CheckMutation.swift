import TestSupport

/// Changes an image as damage or a faulty writer does: a few entries, fields or bits at a time.
struct CheckMutation {
  private(set) var image: ImageBytes
  /// What was changed.
  private(set) var log: [String] = []
  private var generator: SplitMix64
  private let clusterSize: Int

  /// - Parameters:
  ///   - image: The image as it was.
  ///   - seed: Decides what is changed.
  init(_ image: ImageBytes, seed: UInt64) {
    self.image = image
    generator = SplitMix64(seed: seed)
    clusterSize = image.clusterSize
    for _ in 0...Int.random(in: 0..<3, using: &generator) { change() }
  }

  private mutating func change() {
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<35: changeL2Entry(of: image.l1Entry(0), entries: Int(image.number(at: 36, width: 4)))
    case 35..<48: changeL1Entry()
    case 48..<56: changeRefcountTable()
    case 56..<70: changeRefcountBlock()
    case 70..<76: changeSnapshotTable()
    case 76..<82: changeSnapshot()
    case 82..<88: changeBitmaps()
    case 88..<92: changeHeader()
    case 92..<96: cut()
    default: flip(at: Int.random(in: 0..<image.bytes.count, using: &generator))
    }
  }

  private mutating func change(at offset: Int, _ name: String) {
    // An earlier change may have led it anywhere.
    guard offset >= 0, offset <= image.bytes.count - 8 else { return }
    let old = image.number(at: offset, width: 8)
    let isHostile = Bool.random(using: &generator)
    let new = isHostile ? hostileEntry() : old ^ 1 << UInt64.random(in: 0..<64, using: &generator)
    image.store(new, at: offset, width: 8)
    log.append("\(name) at \(offset): \(String(old, radix: 16)) -> \(String(new, radix: 16))")
  }

  /// An entry as a damaged image may have it.
  private mutating func hostileEntry() -> UInt64 {
    let clusters = UInt64(image.bytes.count / clusterSize)
    let cluster = UInt64.random(in: 0...clusters + 2, using: &generator) * UInt64(clusterSize)
    let flags: [UInt64] = [0, 1, 1 << 63, 1 << 62, 3 << 62, 1 << 56, 2, 512]
    let flag = flags.randomElement(using: &generator) ?? 0
    let words = [cluster | flag, cluster | 1 << 63, flag, generator.next()]
    return words.randomElement(using: &generator) ?? 0
  }

  private mutating func flip(at offset: Int) {
    guard image.bytes.indices.contains(offset) else { return }
    image.bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    log.append("bit of byte \(offset)")
  }

  private mutating func cut() {
    let count = Int.random(in: image.bytes.count / 2..<image.bytes.count, using: &generator)
    image.bytes.removeLast(image.bytes.count - count)
    log.append("cut to \(count)")
  }
}

extension CheckMutation {
  /// An entry of one of the L2 tables that an L1 table names; mostly one that is in use.
  private mutating func changeL2Entry(of l1: Int, entries: Int) {
    let size = image.hasExtendedL2 ? 16 : 8
    let tables = (0..<min(entries, 4096)).map {
      Int(image.number(at: l1 &+ $0 * 8, width: 8) & 0x00ff_ffff_ffff_fe00)
    }.filter { $0 != 0 && $0 <= image.bytes.count - clusterSize }
    guard let table = tables.randomElement(using: &generator) else { return }
    let all = stride(from: table, to: table + clusterSize, by: size)
    let used = all.filter { image.number(at: $0, width: 8) != 0 }
    let wantsUsed = Bool.random(using: &generator)
    let entry = (wantsUsed ? used : Array(all)).randomElement(using: &generator) ?? table
    let isBitmap = size == 16 && Bool.random(using: &generator)
    change(at: isBitmap ? entry + 8 : entry, "L2 entry")
  }

  private mutating func changeL1Entry() {
    let entries = max(1, Int(image.number(at: 36, width: 4)))
    change(at: image.l1Entry(Int.random(in: 0..<entries, using: &generator)), "L1 entry")
  }

  private mutating func changeRefcountTable() {
    let entry = Int.random(in: 0..<3, using: &generator)
    change(at: image.refcountTable &+ entry * 8, "refcount table entry")
  }

  private mutating func changeRefcountBlock() {
    let first = Int(image.number(at: image.refcountTable, width: 8) & 0x00ff_ffff_ffff_fe00)
    guard first > 0, first < image.bytes.count else { return }
    flip(at: first + Int.random(in: 0..<min(clusterSize, 512), using: &generator))
  }

  private mutating func changeSnapshotTable() {
    guard image.snapshotTable > 0 else { return }
    flip(at: image.snapshotTable &+ Int.random(in: 0..<64, using: &generator))
  }

  /// The tables of the first snapshot.
  private mutating func changeSnapshot() {
    guard image.snapshotTable > 0 else { return }
    let l1 = Int(image.number(at: image.snapshotTable, width: 8) & 0x00ff_ffff_ffff_fe00)
    let entries = Int(image.number(at: image.snapshotTable &+ 8, width: 4))
    guard l1 > 0, l1 < image.bytes.count, entries > 0 else { return }
    if Bool.random(using: &generator) {
      let index = Int.random(in: 0..<min(entries, 4096), using: &generator)
      change(at: l1 + index * 8, "snapshot's L1 entry")
    } else {
      changeL2Entry(of: l1, entries: entries)
    }
  }

  /// The bitmap directory or the table of the first bitmap.
  private mutating func changeBitmaps() {
    guard let directory = image.bitmapDirectory else { return }
    let table = Int(truncatingIfNeeded: image.number(at: directory, width: 8))
    if Bool.random(using: &generator), table > 0, table < image.bytes.count {
      change(at: table, "bitmap table entry")
    } else {
      flip(at: directory &+ Int.random(in: 0..<48, using: &generator))
    }
  }

  /// A field that says where something is or how large it is.
  private mutating func changeHeader() {
    let bytes = [24..<40, 40..<48, 48..<60, 60..<72, 72..<104].randomElement(using: &generator)
    flip(at: Int.random(in: bytes ?? 24..<104, using: &generator))
  }
}
