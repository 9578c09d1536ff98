import Dispatch
import QCOW2

/// Reads a disk on a thread of its own while the caller uses what was read before. What the tables
/// or the file system call zeros is not read.
final class ReadAhead: Sendable {
  private let disk: Disk
  private let range: Range<GuestOffset>

  // The two threads take turns with each chunk, in one order.
  private let chunks = [ReadChunk(), ReadChunk()]
  private let free: DispatchSemaphore
  private let filled = DispatchSemaphore(value: 0)

  /// Reads nothing yet.
  ///
  /// - Parameters:
  ///   - disk: The disk.
  ///   - range: What to read of it.
  init(_ disk: Disk, _ range: Range<GuestOffset>) {
    self.disk = disk
    self.range = range
    free = DispatchSemaphore(value: chunks.count)
  }

  /// How many bytes of the range will be read; the tables are gone over for it.
  var byteCount: UInt64 {
    MapEntries(disk, range, cancellation: Interruption.cancellation).reduce(0) {
      $0 + ($1.isZero ? 0 : $1.length)
    }
  }

  /// Why reading ended early.
  enum Fault: Error {
    /// The disk could not be read.
    case image(ImageError)
    /// The body did not want any more.
    case body(Failure)
  }

  /// Hands over the whole range once, in order; returns early after ^C.
  ///
  /// - Parameter body: Gets a range and its bytes, which are there only meanwhile, or nil where it is
  ///   zeros; such a range may be of any length.
  /// - Throws: `Fault`.
  func forEach(
    _ body: (Range<GuestOffset>, UnsafeRawBufferPointer?) throws(Failure) -> Void
  ) throws(Fault) {
    let stop = Cancellation()
    DispatchQueue(label: "read ahead").async { self.fill(stop) }
    var failure: Failure?
    var turn = 0
    while true {
      filled.wait()
      let chunk = chunks[turn % chunks.count]
      if failure == nil {
        do throws(Failure) {
          try unsafe chunk.forEach(body)
        } catch {
          failure = error
          stop.cancel()
        }
      }
      let end = chunk.end
      free.signal()
      turn += 1
      // The other thread is always waited for: it must not outlive what it reads into.
      switch end {
      case nil: continue
      case .done:
        if let failure { throw .body(failure) }
        return
      case .failed(let error): throw failure.map { .body($0) } ?? .image(error)
      }
    }
  }

  /// Fills chunk after chunk; the last one says how it ended.
  private func fill(_ stop: Cancellation) {
    let reader = DiskReader(disk)
    var isStopped: Bool { stop.isCancelled || Interruption.cancellation.isCancelled }
    var turn = 0
    func next() -> ReadChunk {
      free.wait()
      let chunk = chunks[turn % chunks.count]
      turn += 1
      chunk.clear()
      return chunk
    }
    var chunk = next()
    defer { filled.signal() }
    var deepest = -1
    do throws(ImageError) {
      for entry in MapEntries(disk, range, cancellation: Interruption.cancellation) {
        var rest = GuestOffset(entry.start)..<GuestOffset(entry.start + entry.length)
        if entry.isZero {
          // Read a little all the same: there are images of which not even holes may be.
          if entry.depth > deepest { try probe(rest, reader) }
          deepest = max(deepest, entry.depth)
        }
        while !rest.isEmpty, !isStopped {
          if chunk.isFull {
            filled.signal()
            chunk = next()
          }
          rest = entry.isZero ? chunk.addZeros(rest) : try chunk.read(rest, by: reader)
        }
        if isStopped { break }
      }
      chunk.end = .done
    } catch {
      chunk.end = .failed(error)
    }
  }

  private func probe(_ range: Range<GuestOffset>, _ reader: DiskReader) throws(ImageError) {
    let start = range.lowerBound..<min(range.upperBound, range.lowerBound + 512)
    try unsafe reader.read(start) { _ in }
  }
}

/// Some pieces of a disk on their way from one thread to another; one of them has it at a time.
final class ReadChunk: @unchecked Sendable {
  /// Why no chunk follows.
  enum End {
    case done
    case failed(ImageError)
  }

  /// How many bytes are read before they are handed over.
  private static let limit = 1 << 20
  /// How many pieces, so that ^C is seen soon where everything is small.
  private static let mostPieces = 1024

  var end: End?
  private let buffer = PageBuffer(count: ReadChunk.limit)
  private var used = 0
  /// The ranges, and where in the buffer their bytes are; nil for zeros.
  private var pieces: [(range: Range<GuestOffset>, place: Int?)] = []

  /// Whether no more fits.
  var isFull: Bool { used == Self.limit || pieces.count == Self.mostPieces }

  /// Empties the chunk.
  func clear() {
    end = nil
    used = 0
    pieces.removeAll(keepingCapacity: true)
  }

  /// Adds a range of zeros; returns what is left of it, which is nothing.
  func addZeros(_ range: Range<GuestOffset>) -> Range<GuestOffset> {
    pieces.append((range, nil))
    return range.upperBound..<range.upperBound
  }

  /// Adds as much of a range as fits, of which there must be some; returns the rest.
  func read(
    _ range: Range<GuestOffset>, by reader: DiskReader
  ) throws(ImageError) -> Range<GuestOffset> {
    let count = min(UInt64(Self.limit - used), range.upperBound - range.lowerBound)
    let end = range.lowerBound + count
    try unsafe reader.read(
      range.lowerBound..<end, into: .init(rebasing: buffer.bytes[used..<used + Int(count)]))
    pieces.append((range.lowerBound..<end, used))
    let mask = PageBuffer.alignment - 1
    used = (used + Int(count) + mask) & ~mask
    return end..<range.upperBound
  }

  /// Hands over the pieces.
  func forEach(
    _ body: (Range<GuestOffset>, UnsafeRawBufferPointer?) throws(Failure) -> Void
  ) throws(Failure) {
    for (range, place) in pieces {
      guard let place else {
        try body(range, nil)
        continue
      }
      let count = Int(range.upperBound - range.lowerBound)
      try unsafe body(range, .init(rebasing: buffer.bytes[place..<place + count]))
    }
  }
}
