import QCOW2

/// Guest bytes in long stretches.
final class DiskReader {
  /// A range that could not be read and was taken for zeros.
  struct Loss {
    var range: Range<GuestOffset>
    fileprivate let error: ImageError
    fileprivate var isJoined = false

    fileprivate init(range: Range<GuestOffset>, error: ImageError) {
      self.range = range
      self.error = error
    }

    /// Why it could not; of several places, the first one.
    var reason: String { error.reason + (isJoined ? ", and so on" : "") }
  }

  /// The most bytes of one stretch.
  static let limit = 1 << 20

  private let disk: Disk
  private let zeroesUnreadable: Bool
  private let buffer = PageBuffer(count: DiskReader.limit)
  private(set) var losses: [Loss] = []

  /// - Parameters:
  ///   - disk: The disk.
  ///   - zeroesUnreadable: Whether what cannot be read becomes zeros and a loss instead of an error.
  init(_ disk: Disk, zeroesUnreadable: Bool = false) {
    self.disk = disk
    self.zeroesUnreadable = zeroesUnreadable
  }

  /// Reads a stretch.
  ///
  /// - Parameters:
  ///   - range: At most `limit` bytes.
  ///   - body: Gets the bytes, which are there only meanwhile.
  /// - Throws: As `Disk.read(at:into:)`.
  func read(
    _ range: Range<GuestOffset>, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(ImageError) {
    let count = Int(range.upperBound - range.lowerBound)
    precondition(count <= Self.limit)
    let part = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[..<count])
    try unsafe read(range, into: part)
    unsafe body(UnsafeRawBufferPointer(part))
  }

  /// Reads a stretch into memory of the caller's.
  ///
  /// - Parameters:
  ///   - range: Any number of bytes.
  ///   - part: As many bytes.
  /// - Throws: As `Disk.read(at:into:)`.
  func read(
    _ range: Range<GuestOffset>, into part: UnsafeMutableRawBufferPointer
  ) throws(ImageError) {
    do throws(ImageError) {
      try unsafe fill(part, from: range.lowerBound)
    } catch {
      guard zeroesUnreadable else { throw error }
      unsafe salvage(range, into: part)
    }
  }

  private func fill(
    _ part: UnsafeMutableRawBufferPointer, from start: GuestOffset
  ) throws(ImageError) {
    var span = unsafe MutableRawSpan(_unsafeBytes: part)
    try disk.read(at: start, into: &span)
  }

  /// Reads cluster by cluster, so that only those are lost that cannot be read.
  private func salvage(_ range: Range<GuestOffset>, into part: UnsafeMutableRawBufferPointer) {
    var position = range.lowerBound
    while position < range.upperBound {
      let rest = disk.geometry.clusterSize - disk.geometry.offsetInCluster(position)
      let end = min(range.upperBound, position + rest)
      let first = Int(position - range.lowerBound)
      let piece = unsafe UnsafeMutableRawBufferPointer(
        rebasing: part[first..<first + Int(end - position)])
      do throws(ImageError) {
        try unsafe fill(piece, from: position)
      } catch {
        unsafe piece.initializeMemory(as: UInt8.self, repeating: 0)
        lose(position..<end, error)
      }
      position = end
    }
  }

  /// Neighbours that are lost by one cause are one loss.
  private func lose(_ range: Range<GuestOffset>, _ error: ImageError) {
    guard let last = losses.last, last.range.upperBound == range.lowerBound,
      last.error.isLike(error)
    else { return losses.append(Loss(range: range, error: error)) }
    losses[losses.count - 1].range = last.range.lowerBound..<range.upperBound
    losses[losses.count - 1].isJoined = true
  }
}

extension ImageError {
  /// Why something is lost, without where that is.
  fileprivate var reason: String {
    switch self {
    case .damaged(let damage, _): damage.description
    case .needsBackingFile(let name, _): "the backing file \(quoted(name)) is not open"
    default: "\(self)"
    }
  }

  fileprivate func isLike(_ other: ImageError) -> Bool {
    switch (self, other) {
    case (.damaged(let one, _), .damaged(let another, _)): one.isLike(another)
    default: reason == other.reason
    }
  }
}
