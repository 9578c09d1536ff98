package import QCOW2

/// The guest bytes that the screen shows, with what each stretch is made of.
package struct HexPage: BytePage {
  /// A stretch of one run.
  package struct Piece: Sendable {
    package let extent: Extent
    /// The bytes, or why there are none.
    package let content: Result<Bytes, ImageError>
  }

  /// The range that was asked for, clipped to the disk.
  package let range: Range<GuestOffset>
  package let pieces: [Piece]

  /// Reads a page. A stretch that cannot be read does not stop the others.
  package init(_ disk: Disk, _ range: Range<GuestOffset>, _ cancellation: Cancellation) {
    self.range = range.clamped(to: disk.guestRange)
    pieces = disk.extents(in: self.range, cancellation: cancellation).flatMap {
      Self.pieces(of: $0, disk, cancellation)
    }
  }

  /// Reads a stretch at once or, where that fails, by sectors: a bad one is to hide no other.
  private static func pieces(
    of extent: Extent, _ disk: Disk, _ cancellation: Cancellation
  ) -> [Piece] {
    let whole = piece(of: extent, disk)
    guard case .failure = whole.content,
      extent.start.rawValue / sector < (extent.end.rawValue - 1) / sector
    else { return [whole] }
    var pieces: [Piece] = []
    var position = extent.start
    while position < extent.end, !cancellation.isCancelled {
      let next = (position.rawValue / sector + 1) * sector
      let end = min(extent.end, GuestOffset(next))
      pieces += disk.extents(in: position..<end).map { piece(of: $0, disk) }
      position = end
    }
    return pieces
  }

  private static let sector: UInt64 = 512

  private static func piece(of extent: Extent, _ disk: Disk) -> Piece {
    do throws(ImageError) {
      let bytes = try disk.read(at: extent.start, count: Int(extent.length))
      return Piece(extent: extent, content: .success(Bytes(bytes)))
    } catch {
      return Piece(extent: extent, content: .failure(error))
    }
  }

  /// The stretch that `offset` lies in.
  package func piece(at offset: GuestOffset) -> Piece? {
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].extent.end <= offset { low = middle + 1 } else { high = middle }
    }
    guard low < pieces.count, pieces[low].extent.start <= offset else { return nil }
    return pieces[low]
  }

  /// The byte at `offset`.
  package func byte(at offset: GuestOffset) -> PageByte {
    guard let piece = piece(at: offset) else { return .absent }
    guard case .success(let bytes) = piece.content else { return .unreadable }
    return bytes.load(UInt8.self, at: Int(offset - piece.extent.start)).map(PageByte.value)
      ?? .absent
  }
}
