internal import Glibc

/// Reads what the tables of two disks leave open, and tells which sectors differ.
package struct DiskComparison {
  /// Which of the disks could not be read.
  package enum Fault: Error {
    case first(ImageError)
    case second(ImageError)
  }

  private static let sector = 512

  private let disks: ComparedDisks
  private let isStrict: Bool
  private let cancellation: Cancellation
  private let first: DiskReader
  private let second: DiskReader
  private let buffers = (
    PageBuffer(count: DiskReader.limit), PageBuffer(count: DiskReader.limit)
  )
  private var pending: Range<GuestOffset>?

  /// - Parameters:
  ///   - first: A disk.
  ///   - second: Another.
  ///   - isStrict: Whether ranges differ too that are not of one kind.
  ///   - cancellation: Ends the comparison early.
  package init(
    _ first: Disk, _ second: Disk, isStrict: Bool = false, _ cancellation: Cancellation
  ) {
    disks = ComparedDisks(first, second)
    self.isStrict = isStrict
    self.cancellation = cancellation
    self.first = DiskReader(first)
    self.second = DiskReader(second)
  }

  /// Goes over both disks once; returns early where the cancellation says so.
  ///
  /// - Parameters:
  ///   - progress: Told how many bytes of one disk or both were read.
  ///   - found: Gets each maximal range that differs; returns whether to go on.
  /// - Throws: `Fault` where bytes cannot be read.
  package mutating func run(
    progress: (UInt64) -> Void, found: (Range<GuestOffset>) -> Bool
  ) throws(Fault) {
    var done: UInt64 = 0
    for part in disks {
      if cancellation.isCancelled { return }
      if isStrict, !part.isAlike {
        guard add(part.range, found) else { return }
        continue
      }
      guard part.need != .nothing else { continue }
      for stretch in Stretches(part.range) {
        if cancellation.isCancelled { return }
        guard try compare(stretch, part.need, found) else { return }
        done += stretch.upperBound - stretch.lowerBound
        progress(done)
      }
    }
    if let pending { _ = found(pending) }
  }

  /// How many bytes will be read of one disk or both.
  package var byteCount: UInt64 {
    disks.lazy.prefix { _ in !cancellation.isCancelled }.reduce(0) { sum, part in
      let isRead = part.need != .nothing && (part.isAlike || !isStrict)
      return sum + (isRead ? part.range.upperBound - part.range.lowerBound : 0)
    }
  }

  private mutating func compare(
    _ range: Range<GuestOffset>, _ need: ComparedDisks.Need,
    _ found: (Range<GuestOffset>) -> Bool
  ) throws(Fault) -> Bool {
    let count = Int(range.upperBound - range.lowerBound)
    let left = unsafe UnsafeMutableRawBufferPointer(rebasing: buffers.0.bytes[..<count])
    let right = unsafe UnsafeMutableRawBufferPointer(rebasing: buffers.1.bytes[..<count])
    if need != .second {
      do { try unsafe first.read(range, into: left) } catch { throw .first(error) }
    }
    if need != .first {
      do { try unsafe second.read(range, into: right) } catch { throw .second(error) }
    }
    func isSame(_ part: Range<Int>) -> Bool {
      let one = unsafe UnsafeRawBufferPointer(rebasing: left[part])
      let other = unsafe UnsafeRawBufferPointer(rebasing: right[part])
      switch need {
      case .nothing: return true
      case .first: return unsafe one.isZero
      case .second: return unsafe other.isZero
      case .both:
        guard let one = one.baseAddress, let other = other.baseAddress else {
          return true
        }
        return unsafe memcmp(one, other, part.count) == 0
      }
    }
    if isSame(0..<count) { return true }
    for start in stride(from: 0, to: count, by: Self.sector) {
      let part = start..<min(start + Self.sector, count)
      guard !isSame(part) else { continue }
      let place = range.lowerBound + UInt64(start)
      guard add(place..<place + UInt64(part.count), found) else { return false }
    }
    return true
  }

  /// Joins a range that differs to the one before, or hands that on.
  private mutating func add(
    _ range: Range<GuestOffset>, _ found: (Range<GuestOffset>) -> Bool
  ) -> Bool {
    guard let last = pending, last.upperBound == range.lowerBound else {
      let before = pending
      pending = range
      return before.map(found) ?? true
    }
    pending = last.lowerBound..<range.upperBound
    return true
  }
}
