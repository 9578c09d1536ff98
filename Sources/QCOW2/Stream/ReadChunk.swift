internal import Dispatch

/// Some pieces of a disk on their way from one thread to another; one of them has it at a time.
final class ReadChunk: @unchecked Sendable {
  /// Why no chunk follows.
  enum End {
    case done
    case failed(ImageError)
  }

  private enum Piece {
    /// What is to be read to a place in the buffer.
    case wanted(Wanted, place: Int)
    /// Bytes, from a place in the buffer on.
    case bytes(Range<GuestOffset>, place: Int)
    case zeros(Range<GuestOffset>)
    case lost(DiskReader.Loss)
  }

  /// What is to be read.
  enum Wanted {
    /// Bytes that have to be looked for in the tables.
    case range(Range<GuestOffset>)
    /// Bytes that were found there.
    case extent(Extent)

    var range: Range<GuestOffset> {
      switch self {
      case .range(let range): range
      case .extent(let extent): extent.range
      }
    }

    func clipped(to part: Range<GuestOffset>) -> Wanted {
      switch self {
      case .range: .range(part)
      case .extent(let extent): .extent(extent.clipped(to: part))
      }
    }
  }

  /// How many bytes are read before they are handed over.
  private static let limit = 1 << 20
  /// How many pieces, so that a stop is seen soon where everything is small.
  private static let mostPieces = 1024

  /// Signalled when all is read.
  let filled = DispatchSemaphore(value: 0)
  var end: End?
  private let buffer = PageBuffer(count: ReadChunk.limit)
  private var used = 0
  private var pieces: [Piece] = []

  /// Whether no more fits.
  var isFull: Bool { used == Self.limit || pieces.count >= Self.mostPieces }

  /// Empties the chunk.
  func clear() {
    end = nil
    used = 0
    pieces.removeAll(keepingCapacity: true)
  }

  /// Adds a range of zeros; returns what is left of it, which is nothing.
  func addZeros(_ range: Range<GuestOffset>) -> Range<GuestOffset> {
    pieces.append(.zeros(range))
    return range.upperBound..<range.upperBound
  }

  /// Adds a range that cannot be read.
  func add(_ loss: DiskReader.Loss) { pieces.append(.lost(loss)) }

  /// Adds as much of a range as fits, of which there must be some.
  ///
  /// - Parameters:
  ///   - range: The range.
  ///   - wanted: What it is a part of.
  /// - Returns: What is left of the range.
  func add(_ range: Range<GuestOffset>, of wanted: Wanted) -> Range<GuestOffset> {
    let count = min(UInt64(Self.limit - used), range.upperBound - range.lowerBound)
    let end = range.lowerBound + count
    pieces.append(.wanted(wanted.clipped(to: range.lowerBound..<end), place: used))
    let mask = PageBuffer.alignment - 1
    used = (used + Int(count) + mask) & ~mask
    return end..<range.upperBound
  }

  /// Reads what was added. What cannot be read is a piece where it keeps going, cluster by cluster;
  /// else it is the end, and the pieces from there on are left out.
  func read(of disk: Disk, by reader: DiskReader, keepsGoing: Bool) {
    let planned = pieces
    pieces.removeAll(keepingCapacity: true)
    for piece in planned {
      guard case .wanted(let wanted, let place) = piece else {
        pieces.append(piece)
        continue
      }
      do throws(ImageError) {
        try add(wanted, at: place, by: reader)
      } catch {
        guard keepsGoing else {
          end = .failed(error)
          return
        }
        salvage(disk.clusters(of: wanted.range), at: place, by: reader)
      }
    }
  }

  private func salvage(
    _ clusters: some Sequence<Range<GuestOffset>>, at place: Int, by reader: DiskReader
  ) {
    var place = place
    for cluster in clusters {
      do throws(ImageError) {
        try add(.range(cluster), at: place, by: reader)
      } catch {
        add(DiskReader.Loss(cluster, error))
      }
      place += Int(cluster.upperBound - cluster.lowerBound)
    }
  }

  private func add(
    _ wanted: Wanted, at place: Int, by reader: DiskReader
  ) throws(ImageError) {
    let range = wanted.range
    let count = Int(range.upperBound - range.lowerBound)
    let part = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[place..<place + count])
    switch wanted {
    case .range: try unsafe reader.read(range, into: part)
    case .extent(let extent): try unsafe reader.read(extent, into: part)
    }
    pieces.append(.bytes(range, place: place))
  }

  /// Hands over the pieces.
  func forEach<Failure: Error>(
    _ body: (ReadAhead.Piece) throws(Failure) -> Void
  ) throws(Failure) {
    for piece in pieces { try unsafe body(whole(piece)) }
  }

  /// Hands over the pieces until `body` returns false; returns whether it never did.
  func allSatisfy(_ body: (ReadAhead.Piece) -> Bool) -> Bool {
    pieces.allSatisfy { unsafe body(whole($0)) }
  }

  private func whole(_ piece: Piece) -> ReadAhead.Piece {
    switch piece {
    case .zeros(let range): return unsafe .zeros(range)
    case .lost(let loss): return unsafe .lost(loss)
    case .wanted: preconditionFailure("handed over before it is read")
    case .bytes(let range, let place):
      let count = Int(range.upperBound - range.lowerBound)
      return unsafe .bytes(range, .init(rebasing: buffer.bytes[place..<place + count]))
    }
  }
}
