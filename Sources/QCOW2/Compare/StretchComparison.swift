internal import Glibc

/// Which of two disks could not be read.
package enum ComparisonFault: Error {
  case first(ImageError)
  case second(ImageError)

  /// Why it could not.
  var cause: ImageError {
    switch self {
    case .first(let error), .second(let error): error
    }
  }
}

/// Compares the bytes of two disks a stretch at a time.
struct StretchComparison {
  private static let sector = 512

  private let first: DiskReader
  private let second: DiskReader
  private let buffers = (
    PageBuffer(count: DiskReader.limit), PageBuffer(count: DiskReader.limit)
  )

  init(_ first: Disk, _ second: Disk) {
    (self.first, self.second) = (DiskReader(first), DiskReader(second))
  }

  /// The parts of a stretch that differ, each as long as its sectors do.
  ///
  /// - Parameters:
  ///   - range: At most `DiskReader.limit` bytes.
  ///   - need: Which of the disks have to be read.
  /// - Returns: Those parts in rising order, none touching the next.
  /// - Throws: `ComparisonFault` where bytes cannot be read.
  func differences(
    _ range: Range<GuestOffset>, _ need: ComparedDisks.Need
  ) throws(ComparisonFault) -> [Range<GuestOffset>] {
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
    if isSame(0..<count) { return [] }
    var found: [Range<GuestOffset>] = []
    for start in stride(from: 0, to: count, by: Self.sector) {
      let part = start..<min(start + Self.sector, count)
      guard !isSame(part) else { continue }
      let place = range.lowerBound + UInt64(start)
      let end = place + UInt64(part.count)
      if let last = found.last, last.upperBound == place {
        found[found.count - 1] = last.lowerBound..<end
      } else {
        found.append(place..<end)
      }
    }
    return found
  }
}
