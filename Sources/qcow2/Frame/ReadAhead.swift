import Dispatch
import QCOW2
import Synchronization

/// Reads a disk on threads of its own while the caller uses what was read before. What the tables or
/// the file system call zeros is not read.
///
/// Each thread reads and decodes a chunk at a time; they come out in the order of the disk.
final class ReadAhead: Sendable {
  private let disk: Disk
  private let range: Range<GuestOffset>

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
  init(_ disk: Disk, _ range: Range<GuestOffset>) {
    self.disk = disk
    self.range = range
    threads = min(Processors.count, 4)
    chunks = (0..<threads + 2).map { _ in ReadChunk() }
    plan = Mutex(ReadPlan(disk, range))
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

  /// Hands over the whole range, in order; returns early after ^C. May be called once.
  ///
  /// - Parameter body: Gets a range and its bytes, which are there only meanwhile, or nil where it is
  ///   zeros; such a range may be of any length.
  /// - Throws: `Fault`.
  func forEach(
    _ body: (Range<GuestOffset>, UnsafeRawBufferPointer?) throws(Failure) -> Void
  ) throws(Fault) {
    let group = DispatchGroup()
    let queue = DispatchQueue(label: "read ahead", attributes: .concurrent)
    for _ in chunks { free.signal() }
    for _ in 0..<threads { queue.async(group: group) { self.fillChunks() } }
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
  private func fillChunks() {
    let reader = DiskReader(disk)
    while true {
      free.wait()
      if stop.isCancelled { return }
      guard let turn = plan.withLock({ plan in plan.nextTurn(chunks) }) else { return }
      let chunk = chunks[turn % chunks.count]
      chunk.read(by: reader)
      if Interruption.cancellation.isCancelled, chunk.end == nil { chunk.end = .done }
      chunk.filled.signal()
    }
  }
}

/// What is still to be read, in chunks.
private struct ReadPlan: ~Copyable, @unchecked Sendable {
  // Nobody else has the entries, whose iterator is no Sendable.
  private var entries: MapEntries
  private var rest: Range<GuestOffset> = .zero..<(.zero)
  private var isZero = false
  private var deepest = -1
  private var turn = 0
  private var isOver = false

  init(_ disk: Disk, _ range: Range<GuestOffset>) {
    entries = MapEntries(disk, range, cancellation: Interruption.cancellation)
  }

  /// Says what the next chunk has to read; returns its turn, or nil where nothing is left.
  mutating func nextTurn(_ chunks: [ReadChunk]) -> Int? {
    guard !isOver else { return nil }
    let chunk = chunks[turn % chunks.count]
    chunk.clear()
    while !chunk.isFull {
      if rest.isEmpty, !advance(chunk) { break }
      rest = isZero ? chunk.addZeros(rest) : chunk.add(rest)
    }
    isOver = isOver || Interruption.cancellation.isCancelled
    if isOver { chunk.end = .done }
    defer { turn += 1 }
    return turn
  }

  private mutating func advance(_ chunk: ReadChunk) -> Bool {
    guard let entry = entries.next() else {
      isOver = true
      return false
    }
    rest = GuestOffset(entry.start)..<GuestOffset(entry.start + entry.length)
    isZero = entry.isZero
    if isZero, entry.depth > deepest {
      // A little is read all the same: there are images of which not even holes may be.
      chunk.addProbe(rest.lowerBound..<min(rest.upperBound, rest.lowerBound + 512))
      deepest = entry.depth
    }
    return true
  }
}
