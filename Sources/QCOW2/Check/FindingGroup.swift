/// Like findings: of one kind, in one table.
public struct FindingGroup: Sendable {
  /// What is wrong.
  public let problem: Problem
  /// Where the table or the cluster begins that the entries at fault are in; nil where it is not one
  /// table.
  public let table: HostOffset?
  /// How many places are at fault.
  public internal(set) var places: UInt64
  /// How often `qemu-img check` counts them: once for every table that leads there.
  public internal(set) var count: UInt64
  /// The first place at fault: an entry, or the cluster itself.
  public let first: Place
  /// A sentence about the first, with its numbers. Text from the image is escaped.
  public let message: String
  /// The guest ranges that it touches, rising, as far as they are known.
  public internal(set) var guest: GuestRanges
  /// The host range that it touches, or nil where it is not about clusters.
  public internal(set) var host: Range<HostOffset>?
  /// Which disks it touches.
  public internal(set) var holders: Holders
  /// The bitmap that it touches, by its place in the directory.
  public internal(set) var bitmap: Int?
}

/// Where something lies, down to the bits of an entry.
public struct Place: Hashable, Sendable {
  /// The first byte of the entry or the structure.
  public let offset: HostOffset
  /// The entry's number in its table, where it is in one.
  public let index: Int?
  /// The bits at fault, where they can be named.
  public let bits: ClosedRange<Int>?

  /// - Parameters:
  ///   - offset: The first byte.
  ///   - index: The entry's number in its table.
  ///   - bits: The bits at fault.
  public init(_ offset: HostOffset, index: Int? = nil, bits: ClosedRange<Int>? = nil) {
    self.offset = offset
    self.index = index
    self.bits = bits
  }
}

/// A few guest ranges, rising and apart from each other.
public struct GuestRanges: Hashable, Sendable {
  /// The ranges.
  public private(set) var ranges: [Range<GuestOffset>] = []
  /// Whether there are more than are kept.
  public private(set) var isCut = false
  /// The guest bytes in all ranges, kept or not. What overlaps counts once, as far as it is kept.
  public var byteCount: UInt64 {
    ranges.reduce(bytesLeftOut) { $0 + ($1.upperBound - $1.lowerBound) }
  }

  private var bytesLeftOut: UInt64 = 0

  static let most = 64

  /// None yet.
  public init() {}

  mutating func add(_ range: Range<GuestOffset>) {
    var low = ranges.firstIndex { $0.upperBound >= range.lowerBound } ?? ranges.count
    var merged = range
    while low < ranges.count, ranges[low].lowerBound <= merged.upperBound {
      let other = ranges.remove(at: low)
      merged =
        min(merged.lowerBound, other.lowerBound)..<max(merged.upperBound, other.upperBound)
      low = min(low, ranges.count)
    }
    ranges.insert(merged, at: low)
    guard ranges.count > Self.most else { return }
    let last = ranges.removeLast()
    bytesLeftOut += last.upperBound - last.lowerBound
    isCut = true
  }
}
