import Dispatch
import QCOW2

/// Some pieces of a disk on their way from one thread to another; one of them has it at a time.
final class ReadChunk: @unchecked Sendable {
  /// Why no chunk follows.
  enum End {
    case done
    case failed(ImageError)
  }

  private struct Piece {
    let range: Range<GuestOffset>
    /// Where in the buffer its bytes are; nil where there are none.
    let place: Int?
    /// Whether it is only read to see whether it may be.
    var isProbe = false
  }

  /// How many bytes are read before they are handed over.
  private static let limit = 1 << 20
  /// How many pieces, so that ^C is seen soon where everything is small.
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

  /// Adds a range to try.
  func addProbe(_ range: Range<GuestOffset>) {
    pieces.append(Piece(range: range, place: nil, isProbe: true))
  }

  /// Adds a range of zeros; returns what is left of it, which is nothing.
  func addZeros(_ range: Range<GuestOffset>) -> Range<GuestOffset> {
    pieces.append(Piece(range: range, place: nil))
    return range.upperBound..<range.upperBound
  }

  /// Adds as much of a range as fits, of which there must be some; returns the rest.
  func add(_ range: Range<GuestOffset>) -> Range<GuestOffset> {
    let count = min(UInt64(Self.limit - used), range.upperBound - range.lowerBound)
    let end = range.lowerBound + count
    pieces.append(Piece(range: range.lowerBound..<end, place: used))
    let mask = PageBuffer.alignment - 1
    used = (used + Int(count) + mask) & ~mask
    return end..<range.upperBound
  }

  /// Reads the pieces; those from the first on that cannot be read are left out.
  func read(by reader: DiskReader) {
    for (index, piece) in pieces.enumerated() where piece.isProbe || piece.place != nil {
      do throws(ImageError) {
        if let place = piece.place {
          let count = Int(piece.range.upperBound - piece.range.lowerBound)
          try unsafe reader.read(
            piece.range, into: .init(rebasing: buffer.bytes[place..<place + count]))
        } else {
          try unsafe reader.read(piece.range) { _ in }
        }
      } catch {
        pieces.removeSubrange(index...)
        end = .failed(error)
        return
      }
    }
  }

  /// Hands over the pieces.
  func forEach(
    _ body: (Range<GuestOffset>, UnsafeRawBufferPointer?) throws(Failure) -> Void
  ) throws(Failure) {
    for piece in pieces where !piece.isProbe {
      guard let place = piece.place else {
        try body(piece.range, nil)
        continue
      }
      let count = Int(piece.range.upperBound - piece.range.lowerBound)
      try unsafe body(piece.range, .init(rebasing: buffer.bytes[place..<place + count]))
    }
  }
}
