/// Two disks side by side: ranges over which the tables of both say one thing, in order.
///
/// The shorter disk goes on as zeros.
package struct ComparedDisks: Sequence, IteratorProtocol {
  /// What the tables say of a range on both disks.
  package struct Part: Sendable {
    package let range: Range<GuestOffset>
    /// What has to be read.
    package let need: Need
    /// Whether QEMU would call it the same kind of range, were it to compare kinds.
    package let isAlike: Bool
  }

  /// What has to be read to know whether a range is the same.
  package enum Need: Sendable {
    /// Nothing: both are zeros, or the same bytes of one file.
    case nothing
    /// The first disk, because the second is zeros there, or is too short.
    case first
    /// The second disk.
    case second
    /// Both.
    case both
  }

  private var first: Side
  private var second: Side

  /// Begins at the start of both disks, or of a range that they may have.
  package init(_ first: Disk, _ second: Disk, in range: Range<GuestOffset>? = nil) {
    let all = .zero..<Swift.max(first.geometry.end, second.geometry.end)
    let part = range?.clamped(to: all) ?? all
    self.first = Side(first, part)
    self.second = Side(second, part)
  }

  package mutating func next() -> Part? {
    guard let left = first.current, let right = second.current else { return nil }
    let end = Swift.min(first.end(before: right), second.end(before: left))
    defer {
      first.advance(to: end)
      second.advance(to: end)
    }
    return Part(
      range: first.position..<end, need: need(left, right), isAlike: left.likeness == right.likeness
    )
  }

  private func need(_ left: Side.Stretch, _ right: Side.Stretch) -> Need {
    switch (left.isZero, right.isZero) {
    case (true, true): .nothing
    case (true, false): .second
    case (false, true): .first
    case (false, false): left.isSame(as: right) ? .nothing : .both
    }
  }
}

/// One disk of two, with what is left of the run that comes next.
private struct Side {
  /// A run of a disk, or what lies past its end.
  struct Stretch {
    /// The run; nil past the end of the disk.
    let extent: Extent?
    /// The file that has its bytes.
    let file: FileIdentity?

    var isZero: Bool {
      guard let extent else { return true }
      return [.unallocated, .zeroPlain, .zeroAllocated].contains(extent.kind)
    }

    /// What QEMU's block status would tell, but for the offset.
    var likeness: ExtentKind? { extent.map { $0.kind } }

    /// Whether both are the same bytes of one file.
    func isSame(as other: Stretch) -> Bool {
      guard let file, file == other.file, let extent, let that = other.extent else { return false }
      switch extent.mapping {
      case .data, .compressed: return extent.mapping == that.mapping
      case .unallocated, .zeroPlain, .zeroAllocated, .missing, .damaged: return false
      }
    }
  }

  private let disk: Disk
  private let diskEnd: GuestOffset
  private let end: GuestOffset
  private var walk: DiskWalk
  /// What is left of a run of a raw file that has holes.
  private var rest: Extent?
  private(set) var position: GuestOffset
  private(set) var current: Stretch?

  init(_ disk: Disk, _ range: Range<GuestOffset>) {
    self.disk = disk
    diskEnd = disk.geometry.end
    (position, end) = (range.lowerBound, range.upperBound)
    walk = DiskWalk(disk, range, firstSlices: SegmentWalk.mostSlices)
    load()
  }

  /// The end of the part that is compared next: where the current run ends, and within compressed
  /// runs where the cluster does, because each has its own bytes.
  func end(before other: Stretch) -> GuestOffset {
    guard let extent = current?.extent else { return end }
    guard extent.kind == .compressed, other.extent?.kind == .compressed else { return extent.end }
    let size = disk.layers[extent.layer].image?.geometry.clusterSize ?? 1
    return min(extent.end, GuestOffset((position.rawValue / size + 1) * size))
  }

  /// Goes on at `target`, which lies within the current run or at its end.
  mutating func advance(to target: GuestOffset) {
    position = target
    guard let extent = current?.extent, target < extent.end else { return load() }
    // Of a compressed run only the first cluster is known.
    let rest = extent.kind == .compressed ? disk.segment(at: target) : extent
    var part = rest.clipped(to: target..<extent.end)
    part.length = extent.end - target
    current = Stretch(extent: part, file: current?.file)
  }

  private mutating func load() {
    guard position < end else {
      current = nil
      return
    }
    guard let run = rest ?? walk.next() else {
      current = Stretch(extent: nil, file: nil)
      return
    }
    let extent = stored(run)
    rest = extent.end < run.end ? run.clipped(to: extent.end..<run.end) : nil
    current = Stretch(extent: extent, file: disk.layers[extent.layer].identity)
  }

  /// The first part of a run: of a raw file either what it stores or a hole, which is zeros.
  private func stored(_ extent: Extent) -> Extent {
    guard case .raw(let storage, _) = disk.layers[extent.layer].content,
      case .data(let host) = extent.mapping, let run = storage.storedRun(at: host), run.end > host
    else { return extent }
    var part = extent.clipped(
      to: extent.start..<extent.start + Swift.min(extent.length, run.end - host))
    if run.isHole { part.mapping = .zeroPlain }
    return part
  }
}
