/// What is still to be read of a range, in chunks.
struct ReadPlan: ~Copyable, @unchecked Sendable {
  private let cancellation: Cancellation
  // Nobody else has the entries, whose iterator is no Sendable.
  private var entries: MapEntries
  private var rest: Range<GuestOffset> = .zero..<(.zero)
  private var isZero = false
  private var wanted = ReadChunk.Wanted.range(.zero..<(.zero))
  private var deepest = -1
  private var turn = 0
  private var isOver = false

  init(_ disk: Disk, _ range: Range<GuestOffset>, _ cancellation: Cancellation) {
    self.cancellation = cancellation
    entries = MapEntries(disk, range, cancellation: cancellation)
  }

  /// Says what the next chunk has to read.
  ///
  /// - Parameters:
  ///   - chunks: The chunks, which take turns.
  ///   - reader: Tries whether holes may be read.
  ///   - keepsGoing: Whether what may not is a piece, and not the end.
  /// - Returns: The chunk's turn, or nil where nothing is left.
  mutating func nextTurn(
    _ chunks: [ReadChunk], _ reader: DiskReader, _ keepsGoing: Bool
  ) -> Int? {
    guard !isOver else { return nil }
    let chunk = chunks[turn % chunks.count]
    chunk.clear()
    while !chunk.isFull, !isOver {
      if rest.isEmpty {
        advance(chunk, reader, keepsGoing)
      } else {
        rest = isZero ? chunk.addZeros(rest) : chunk.add(rest, of: wanted)
      }
    }
    isOver = isOver || cancellation.isCancelled
    if isOver, chunk.end == nil { chunk.end = .done }
    defer { turn += 1 }
    return turn
  }

  private mutating func advance(_ chunk: ReadChunk, _ reader: DiskReader, _ keepsGoing: Bool) {
    guard let entry = entries.next() else {
      isOver = true
      return
    }
    rest = GuestOffset(entry.start)..<GuestOffset(entry.start + entry.length)
    isZero = entry.isZero
    wanted = entry.wanted
    // A little is read all the same: there are images of which not even holes may be.
    let isNew = isZero && entry.depth > deepest
    guard isNew || keepsGoing && entry.content == .unknown else { return }
    if isNew { deepest = entry.depth }
    do throws(ImageError) {
      try unsafe reader.read(
        rest.lowerBound..<min(rest.upperBound, rest.lowerBound + 512)
      ) { _ in }
    } catch {
      if keepsGoing {
        if isNew { deepest = -1 }
        chunk.add(DiskReader.Loss(rest, error))
        rest = rest.upperBound..<rest.upperBound
      } else {
        chunk.end = .failed(error)
        isOver = true
      }
    }
  }
}

extension MapEntry {
  /// The range as what is to be read: data that has a place need not be looked for again.
  var wanted: ReadChunk.Wanted {
    let range = GuestOffset(start)..<GuestOffset(start + length)
    guard content == .data, let offset else { return .range(range) }
    var extent = Extent(range, .data(HostOffset(offset)))
    extent.layer = depth
    return .extent(extent)
  }
}
