/// Guest bytes in long stretches.
package final class DiskReader {
  /// A range that could not be read.
  package struct Loss: Sendable {
    private enum Cause: Sendable {
      case error(ImageError)
      case other(String)
    }

    /// The bytes.
    package private(set) var range: Range<GuestOffset>
    private let cause: Cause
    private var isJoined = false

    /// - Parameters:
    ///   - range: The bytes.
    ///   - error: What reading them threw.
    package init(_ range: Range<GuestOffset>, _ error: ImageError) {
      self.range = range
      cause = .error(error)
    }

    init(_ range: Range<GuestOffset>, reason: String) {
      self.range = range
      cause = .other(reason)
    }

    /// Why it could not; of several places, the first one.
    package var reason: String {
      switch cause {
      case .error(let error): error.reason + (isJoined ? ", and so on" : "")
      case .other(let reason): reason
      }
    }

    /// Adds what follows if it is lost by the same cause.
    ///
    /// - Returns: Whether it is.
    mutating func join(following next: Loss) -> Bool {
      guard next.range.lowerBound == range.upperBound, isLike(next) else { return false }
      range = range.lowerBound..<next.range.upperBound
      isJoined = true
      return true
    }

    private func isLike(_ next: Loss) -> Bool {
      switch (cause, next.cause) {
      case (.error(let one), .error(let other)): one.isLike(other)
      case (.other(let one), .other(let other)): one == other
      default: false
      }
    }

    /// The part within a range, which must overlap.
    func clamped(to range: Range<GuestOffset>) -> Loss {
      var part = self
      part.range = self.range.clamped(to: range)
      return part
    }
  }

  /// The most bytes of one stretch.
  package static let limit = 1 << 20

  private let disk: Disk
  private let zeroesUnreadable: Bool
  private let buffer = PageBuffer(count: DiskReader.limit)
  /// What could not be read so far, in order.
  package private(set) var losses: [Loss] = []

  /// - Parameters:
  ///   - disk: The disk.
  ///   - zeroesUnreadable: Whether what cannot be read becomes zeros and a loss instead of an error.
  package init(_ disk: Disk, zeroesUnreadable: Bool = false) {
    self.disk = disk
    self.zeroesUnreadable = zeroesUnreadable
  }

  /// Reads a stretch.
  ///
  /// - Parameters:
  ///   - range: At most `limit` bytes.
  ///   - body: Gets the bytes, which are there only meanwhile.
  /// - Throws: As `Disk.read(at:into:)`.
  package func read(
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
  package func read(
    _ range: Range<GuestOffset>, into part: UnsafeMutableRawBufferPointer
  ) throws(ImageError) {
    do throws(ImageError) {
      try unsafe fill(part, from: range.lowerBound)
    } catch {
      guard zeroesUnreadable else { throw error }
      unsafe salvage(range, into: part)
    }
  }

  /// Reads a stretch that was found in the tables a moment ago; looks again where that is too long for
  /// a disk that others write to.
  ///
  /// - Parameters:
  ///   - extent: The stretch.
  ///   - part: As many bytes.
  /// - Throws: As `Disk.read(at:into:)`.
  func read(_ extent: Extent, into part: UnsafeMutableRawBufferPointer) throws(ImageError) {
    guard !disk.mayChange else { return try unsafe read(extent.range, into: part) }
    var span = unsafe MutableRawSpan(_unsafeBytes: part)
    try disk.read(extent, into: &span)
  }

  private func fill(
    _ part: UnsafeMutableRawBufferPointer, from start: GuestOffset
  ) throws(ImageError) {
    var span = unsafe MutableRawSpan(_unsafeBytes: part)
    try disk.read(at: start, into: &span)
  }

  /// Reads cluster by cluster, so that only those are lost that cannot be read.
  private func salvage(_ range: Range<GuestOffset>, into part: UnsafeMutableRawBufferPointer) {
    for piece in disk.clusters(of: range) {
      let first = Int(piece.lowerBound - range.lowerBound)
      let room = unsafe UnsafeMutableRawBufferPointer(
        rebasing: part[first..<first + Int(piece.upperBound - piece.lowerBound)])
      do throws(ImageError) {
        try unsafe fill(room, from: piece.lowerBound)
      } catch {
        unsafe room.initializeMemory(as: UInt8.self, repeating: 0)
        losses.add(Loss(piece, error))
      }
    }
  }
}

extension [DiskReader.Loss] {
  /// Adds a loss, to the last one where it goes on.
  mutating func add(_ loss: DiskReader.Loss) {
    if isEmpty || !self[count - 1].join(following: loss) { append(loss) }
  }
}

extension Disk {
  /// A range cut where clusters of the image on top begin.
  func clusters(of range: Range<GuestOffset>) -> some Sequence<Range<GuestOffset>> {
    sequence(state: range.lowerBound) { position -> Range<GuestOffset>? in
      guard position < range.upperBound else { return nil }
      let rest = self.geometry.clusterSize - self.geometry.offsetInCluster(position)
      let start = position
      position = min(range.upperBound, start + rest)
      return start..<position
    }
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
