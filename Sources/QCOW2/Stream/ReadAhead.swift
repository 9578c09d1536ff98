internal import Dispatch
internal import Synchronization

/// Reads a disk on threads of its own while the caller uses what was read before. What the tables or
/// the file system call zeros is not read.
///
/// Each thread reads and decodes a chunk at a time; they come out in the order of the disk.
package final class ReadAhead: Sendable {
  private let disk: Disk
  private let range: Range<GuestOffset>
  private let cancellation: Cancellation

  /// The chunks in the order in which their turn comes round: one for each thread, one that the caller
  /// has, and one that waits for the caller.
  private let chunks: [ReadChunk]
  private let threads: Int
  private let free = DispatchSemaphore(value: 0)
  private let stop = Cancellation()
  private let plan: Mutex<ReadPlan>

  /// Reads nothing yet.
  ///
  /// - Parameters:
  ///   - disk: The disk.
  ///   - range: What to read of it.
  ///   - cancellation: Ends the reading early.
  package init(_ disk: Disk, _ range: Range<GuestOffset>, _ cancellation: Cancellation) {
    self.disk = disk
    self.range = range
    self.cancellation = cancellation
    threads = min(Processors.count, 4)
    chunks = (0..<threads + 2).map { _ in ReadChunk() }
    plan = Mutex(ReadPlan(disk, range, cancellation))
  }

  /// How many bytes of the range will be read; the tables are gone over for it.
  package var byteCount: UInt64 {
    MapEntries(disk, range, cancellation: cancellation).reduce(0) {
      $0 + ($1.isZero ? 0 : $1.length)
    }
  }

  /// Why reading ended early.
  package enum Fault<Failure: Error>: Error {
    /// The disk could not be read.
    case image(ImageError)
    /// The body did not want any more.
    case body(Failure)
  }

  /// A part of the range.
  @unsafe package enum Piece {
    /// Bytes, which are there only meanwhile.
    case bytes(Range<GuestOffset>, UnsafeRawBufferPointer)
    /// Zeros; there may be any number.
    case zeros(Range<GuestOffset>)
    /// What cannot be read.
    case lost(DiskReader.Loss)
  }

  /// Hands over the whole range, in order; returns early where the cancellation says so. May be
  /// called once.
  ///
  /// - Parameter body: Gets a range and its bytes, which are there only meanwhile, or nil where it is
  ///   zeros; such a range may be of any length.
  /// - Throws: `Fault`, also where a part cannot be read.
  package func forEach<Failure: Error>(
    _ body: (Range<GuestOffset>, UnsafeRawBufferPointer?) throws(Failure) -> Void
  ) throws(Fault<Failure>) {
    try unsafe forEachPiece(keepsGoing: false) { piece throws(Failure) in
      switch unsafe piece {
      case .bytes(let range, let bytes): try unsafe body(range, bytes)
      case .zeros(let range): try body(range, nil)
      case .lost: break
      }
    }
  }

  /// Hands over the whole range, in order; returns early where the cancellation says so. May be
  /// called once.
  ///
  /// - Parameters:
  ///   - keepsGoing: Whether what cannot be read is a piece, and not an error.
  ///   - body: Gets one piece after the other.
  /// - Throws: `Fault`.
  package func forEachPiece<Failure: Error>(
    keepsGoing: Bool, _ body: (Piece) throws(Failure) -> Void
  ) throws(Fault<Failure>) {
    let group = DispatchGroup()
    let queue = DispatchQueue(label: "read ahead", attributes: .concurrent)
    for _ in chunks { free.signal() }
    for _ in 0..<threads { queue.async(group: group) { self.fillChunks(keepsGoing) } }
    defer {
      // The threads are always waited for: they must not outlive what they read into.
      stop.cancel()
      for _ in 0..<threads { free.signal() }
      group.wait()
    }
    var turn = 0
    while true {
      let chunk = chunks[turn % chunks.count]
      chunk.filled.wait()
      do throws(Failure) {
        try unsafe chunk.forEach(body)
      } catch {
        throw .body(error)
      }
      switch chunk.end {
      case .done: return
      case .failed(let error): throw .image(error)
      case nil: break
      }
      free.signal()
      turn += 1
    }
  }

  /// Fills chunk after chunk; the last one says how it ended.
  private func fillChunks(_ keepsGoing: Bool) {
    let reader = DiskReader(disk)
    while true {
      free.wait()
      if stop.isCancelled { return }
      guard let turn = plan.withLock({ plan in plan.nextTurn(chunks, reader, keepsGoing) }) else {
        return
      }
      let chunk = chunks[turn % chunks.count]
      chunk.read(of: disk, by: reader, keepsGoing: keepsGoing)
      if cancellation.isCancelled, chunk.end == nil { chunk.end = .done }
      chunk.filled.signal()
    }
  }
}
