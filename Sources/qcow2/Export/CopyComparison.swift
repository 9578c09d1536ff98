import Glibc
import QCOW2
import SystemPackage

/// Reads a copy again and compares it with what it should be.
struct CopyComparison {
  private static let limit = 1 << 20

  private let copy: FileStorage
  private let path: FilePath
  private let buffer = PageBuffer(count: CopyComparison.limit)

  init(_ copy: FileStorage, _ path: FilePath) {
    self.copy = copy
    self.path = path
  }

  /// - Throws: `Failure` where the copy has other bytes at `start`, of which there are 1 MiB at most.
  func expect(_ bytes: UnsafeRawBufferPointer, at start: GuestOffset) throws(Failure) {
    let read = try unsafe read(bytes.count, at: start)
    guard let base = bytes.baseAddress, let other = read.baseAddress else { return }
    guard unsafe memcmp(base, other, bytes.count) == 0 else { throw difference(near: start) }
  }

  /// - Throws: `Failure` where the copy has anything but zeros in a range. Holes are not read.
  func expectZeros(_ range: Range<GuestOffset>) throws(Failure) {
    var place = range.lowerBound
    while place < range.upperBound, !Interruption.cancellation.isCancelled {
      let run = copy.storedRun(at: HostOffset(place.rawValue))
      if let run, run.isHole {
        place = GuestOffset(run.end.rawValue)
        continue
      }
      let count = min(UInt64(Self.limit), range.upperBound - place)
      guard unsafe try read(Int(count), at: place).isZero else { throw difference(near: place) }
      place = place + count
    }
  }

  private func read(_ count: Int, at start: GuestOffset) throws(Failure) -> UnsafeRawBufferPointer {
    let part = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[..<count])
    var span = unsafe MutableRawSpan(_unsafeBytes: part)
    do throws(ImageError) {
      guard try copy.read(at: HostOffset(start.rawValue), into: &span) == count else {
        throw ImageError.openRefused("is shorter than it was written")
      }
    } catch {
      throw Failure(path, error)
    }
    return UnsafeRawBufferPointer(part)
  }

  private func difference(near place: GuestOffset) -> Failure {
    Failure(path.displayed, "is not what was written: it differs in the mebibyte from \(place) on")
  }
}
