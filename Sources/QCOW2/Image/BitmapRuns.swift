/// A guest range whose bits in a dirty bitmap are alike.
public struct BitmapRun: Hashable, Sendable {
  /// What the bits say.
  public enum State: Hashable, Sendable {
    /// The range was written since the bitmap was cleared.
    case dirty
    /// It was not.
    case clean
    /// The bits cannot be read, for the reason given.
    case unknown(String)
  }

  /// The guest range, clipped to the disk.
  public internal(set) var range: Range<GuestOffset>
  /// What the bits say.
  public let state: State
}

/// The runs of a bitmap, found one after the other: the table is read in pieces and each cluster of
/// bits when it is come to.
public struct BitmapRuns: Sequence, IteratorProtocol, Sendable {
  private let image: Image
  private let table: HostOffset
  private let granularityBits: UInt64
  /// The guest bytes that one table entry covers.
  private let span: UInt64
  private let entries: UInt64
  private var position = GuestOffset.zero
  private var loaded: (index: UInt64, content: Content)?
  /// A piece of the table and the entry that it begins with.
  private var window: (first: UInt64, bytes: Bytes)?

  /// What one table entry stands for.
  private enum Content {
    /// All bits of the entries before `end` say the same.
    case alike(BitmapRun.State, end: UInt64)
    case bits(Bytes)
  }

  init(_ image: Image, _ record: BitmapRecord) {
    self.image = image
    table = HostOffset(record[.bitmapTableOffset])
    granularityBits = record[.bitmapGranularityBits]
    span = image.geometry.clusterSize * 8 << granularityBits
    entries = record[.bitmapTableSize]
  }

  /// The next maximal run, or nil at the end of the disk.
  public mutating func next() -> BitmapRun? {
    guard var run = piece() else { return nil }
    position = run.range.upperBound
    while let next = piece(), next.state == run.state {
      run.range = run.range.lowerBound..<next.range.upperBound
      position = next.range.upperBound
    }
    return run
  }

  /// The run from the position on, within one table entry.
  private mutating func piece() -> BitmapRun? {
    guard position < image.geometry.end else { return nil }
    let index = position.rawValue / span
    switch load(index) {
    case .alike(let state, let next):
      return BitmapRun(range: position..<start(of: next), state: state)
    case .bits(let bytes):
      let first = Int((position.rawValue % span) >> granularityBits)
      let (isSet, count) = bytes.bitRun(from: first)
      let stop = GuestOffset(index * span + UInt64(first + count) << granularityBits)
      return BitmapRun(
        range: position..<Swift.min(start(of: index + 1), stop), state: isSet ? .dirty : .clean)
    }
  }

  /// Where the guest range of a table entry begins, clipped to the disk.
  private func start(of index: UInt64) -> GuestOffset {
    let (offset, overflow) = index.multipliedReportingOverflow(by: span)
    return overflow ? image.geometry.end : Swift.min(image.geometry.end, GuestOffset(offset))
  }

  private mutating func load(_ index: UInt64) -> Content {
    if let loaded, loaded.index == index { return loaded.content }
    let content = read(index)
    loaded = (index, content)
    return content
  }

  private mutating func read(_ index: UInt64) -> Content {
    guard index < entries else {
      return .alike(.unknown("the table has no entry for the range"), end: .max)
    }
    do throws(ImageError) {
      guard let (word, count) = try words(from: index) else {
        return .alike(.unknown("the table is cut off by the end of the file"), end: .max)
      }
      let entry = BitmapTableEntry(rawValue: word)
      guard entry.reservedBits == 0 else {
        return unknown(index, "table entry \(index) has reserved bits set")
      }
      guard let cluster = entry.cluster else {
        return .alike(entry.isAllOnes ? .dirty : .clean, end: index + count)
      }
      guard image.geometry.offsetInCluster(cluster) == 0 else {
        return unknown(index, "table entry \(index) points at \(cluster), not at a cluster")
      }
      let bits = try image.storage.bytes(at: cluster, count: Int(image.geometry.clusterSize))
      guard !bits.array.isEmpty else {
        return unknown(index, "the bits at \(cluster) lie past the end of the file")
      }
      // A file may end within its last cluster; what is missing there is zero.
      let missing = Int(image.geometry.clusterSize) - bits.count
      return .bits(missing == 0 ? bits : Bytes(bits.array + Array(repeating: 0, count: missing)))
    } catch {
      return unknown(index, "\(error)")
    }
  }

  private func unknown(_ index: UInt64, _ reason: String) -> Content {
    .alike(.unknown(reason), end: index + 1)
  }

  /// The entry with the given index and how many from there on equal it, as far as one piece of the
  /// table shows; nil past the end of the file.
  private mutating func words(
    from index: UInt64
  ) throws(ImageError) -> (word: UInt64, count: UInt64)? {
    let piece = try window(at: index)
    let first = Int(index - piece.first)
    guard let word = piece.bytes.load(UInt64.self, at: first * 8) else { return nil }
    let count = piece.bytes.run(
      from: first, step: 1, limit: .max, mask: .max, first: word, increment: 0)
    return (word, UInt64(count))
  }

  private mutating func window(
    at index: UInt64
  ) throws(ImageError) -> (first: UInt64, bytes: Bytes) {
    if let window, index >= window.first, index - window.first < UInt64(window.bytes.count / 8) {
      return window
    }
    let count = Int(Swift.min(entries - index, Self.windowEntries)) * 8
    let piece = (first: index, bytes: try image.storage.bytes(at: table + index * 8, count: count))
    window = piece
    return piece
  }

  private static let windowEntries: UInt64 = 8192
}

extension Bytes {
  /// The value of bit `first` and how many bits from there on have it; in each byte the lowest bit is
  /// the first.
  func bitRun(from first: Int) -> (isSet: Bool, count: Int) {
    let isSet = array[first / 8] >> UInt8(first % 8) & 1 == 1
    let uniform: UInt8 = isSet ? 0xff : 0
    var bit = first
    let end = array.count * 8
    while bit < end {
      if bit % 8 == 0, array[bit / 8] == uniform {
        bit += 8
      } else if (array[bit / 8] >> UInt8(bit % 8) & 1 == 1) == isSet {
        bit += 1
      } else {
        break
      }
    }
    return (isSet, bit - first)
  }
}
