/// Reads sectors of a disk for the structures of its guest, and keeps what could not be read.
struct SectorReader {
  let disk: Disk
  /// The first failure of each place, in words.
  private(set) var failures: [String] = []

  init(_ disk: Disk) { self.disk = disk }

  /// The bytes of the disk.
  var byteCount: UInt64 { disk.geometry.virtualSize }

  /// Whole sectors.
  ///
  /// - Parameters:
  ///   - number: The first one.
  ///   - size: The bytes of one.
  ///   - count: The bytes wanted.
  /// - Returns: Exactly `count` bytes, or nil where they are past the end or cannot be read; the
  ///   latter is kept as a failure.
  mutating func bytes(_ number: UInt64, size: UInt64, count: Int) -> Bytes? {
    let start = number.timesClamped(size)
    guard count > 0, start < byteCount, UInt64(count) <= byteCount - start else { return nil }
    do throws(ImageError) {
      return Bytes(try disk.read(at: GuestOffset(start), count: count))
    } catch {
      let unit = size == 512 ? "" : " of \(size) bytes"
      let failure = "sector \(number)\(unit) cannot be read: \(error)"
      if !failures.contains(failure) { failures.append(failure) }
      return nil
    }
  }

  /// One sector.
  mutating func sector(_ number: UInt64, size: UInt64) -> Bytes? {
    bytes(number, size: size, count: Int(size))
  }
}
