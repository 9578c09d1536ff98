package import QCOW2

/// Bytes of the image file that the screen shows.
package struct HostPage: BytePage {
  /// Bytes that were read at once.
  private struct Piece: Sendable {
    let start: HostOffset
    /// The bytes, or why there are none.
    let content: Result<Bytes, ImageError>
  }

  /// The range that was asked for.
  package let range: Range<HostOffset>
  private let pieces: [Piece]

  private static let sector: UInt64 = 512

  /// Reads a page. Where that fails, it is read by sectors: a bad one is to hide no other.
  package init(
    _ storage: any Storage, _ range: Range<HostOffset>, _ cancellation: Cancellation
  ) {
    self.range = range
    let whole = Self.piece(storage, range)
    let last = range.upperBound.rawValue - min(1, range.upperBound.rawValue)
    guard case .failure = whole.content,
      range.lowerBound.rawValue / Self.sector < last / Self.sector
    else {
      pieces = [whole]
      return
    }
    var pieces: [Piece] = []
    var position = range.lowerBound
    while position < range.upperBound, !cancellation.isCancelled {
      let next = HostOffset((position.rawValue / Self.sector + 1) * Self.sector)
      pieces.append(Self.piece(storage, position..<min(range.upperBound, next)))
      position = next
    }
    self.pieces = pieces
  }

  private static func piece(_ storage: any Storage, _ range: Range<HostOffset>) -> Piece {
    do throws(ImageError) {
      let count = Int(range.upperBound - range.lowerBound)
      return Piece(
        start: range.lowerBound,
        content: .success(try storage.bytes(at: range.lowerBound, count: count)))
    } catch {
      return Piece(start: range.lowerBound, content: .failure(error))
    }
  }

  /// The byte at `offset`.
  package func byte(at offset: HostOffset) -> PageByte {
    guard range.contains(offset), let piece = pieces.last(where: { $0.start <= offset }) else {
      return .absent
    }
    guard case .success(let bytes) = piece.content else { return .unreadable }
    return bytes.load(UInt8.self, at: Int(offset - piece.start)).map(PageByte.value) ?? .absent
  }

  /// Why the byte at `offset` cannot be read, or nil.
  package func failure(at offset: HostOffset) -> ImageError? {
    guard case .failure(let error)? = pieces.last(where: { $0.start <= offset })?.content else {
      return nil
    }
    return error
  }
}
