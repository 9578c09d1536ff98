/// Reads a range of a disk in blocks of 4 KiB, each once, for those who look for signatures.
struct Probe {
  private static let blockSize: UInt64 = 4096
  /// No structure that is looked at needs more; hostile numbers could ask for any number of blocks.
  private static let mostBlocks = 512

  var contents: RangeContents
  private let disk: Disk
  private var blocks: [UInt64: Bytes] = [:]
  private var failed: Set<UInt64> = []

  init(_ disk: Disk, _ range: Range<GuestOffset>) {
    self.disk = disk
    contents = RangeContents(range: range)
  }

  /// The length of the range.
  var byteCount: UInt64 { contents.range.upperBound - contents.range.lowerBound }

  /// What is known at the end.
  var result: RangeContents {
    var result = contents
    result.isBlank =
      failed.isEmpty && !blocks.isEmpty
      && blocks.values.allSatisfy { $0.array.allSatisfy { $0 == 0 } }
    return result
  }

  /// Bytes of the range.
  ///
  /// - Parameters:
  ///   - offset: The first one, counted from the start of the range.
  ///   - count: At most 64 KiB.
  /// - Returns: Exactly `count` bytes, or nil where they are outside or cannot be read.
  mutating func bytes(at offset: UInt64, count: Int) -> Bytes? {
    guard count > 0, count <= 1 << 16, offset < byteCount, UInt64(count) <= byteCount - offset
    else { return nil }
    var array: [UInt8] = []
    let last = (offset + UInt64(count) - 1) / Self.blockSize
    for index in offset / Self.blockSize...last {
      guard let block = block(index) else { return nil }
      array += block.array
    }
    let start = Int(offset % Self.blockSize)
    return Bytes(array)[start..<start + count].whole(count)
  }

  private mutating func block(_ index: UInt64) -> Bytes? {
    if let block = blocks[index] { return block }
    guard !failed.contains(index), blocks.count < Self.mostBlocks else { return nil }
    let start = index * Self.blockSize
    let count = Int(min(Self.blockSize, byteCount - start))
    do throws(ImageError) {
      let block = Bytes(try disk.read(at: contents.range.lowerBound + start, count: count))
      blocks[index] = block
      return block
    } catch {
      failed.insert(index)
      if contents.unreadable == nil {
        contents.unreadable = "byte \(hex(start)) of it cannot be read: \(error)"
      }
      return nil
    }
  }
}

extension Bytes {
  fileprivate func whole(_ count: Int) -> Bytes? { self.count == count ? self : nil }
}
