package import QCOW2

/// Bytes that the user has selected; never none.
package enum Selection: Hashable, Sendable {
  /// Bytes of the disk that is shown.
  case guest(Range<GuestOffset>)
  /// Bytes of its image file.
  case host(Range<HostOffset>)

  /// - Parameters:
  ///   - space: The space that the bytes are of.
  ///   - range: The bytes.
  init(_ space: AddressSpace, _ range: Range<UInt64>) {
    switch space {
    case .guest: self = .guest(GuestOffset(range.lowerBound)..<GuestOffset(range.upperBound))
    case .host: self = .host(HostOffset(range.lowerBound)..<HostOffset(range.upperBound))
    }
  }

  /// The space that the bytes are of.
  package var space: AddressSpace {
    switch self {
    case .guest: .guest
    case .host: .host
    }
  }

  /// The bytes as numbers.
  package var bounds: Range<UInt64> {
    switch self {
    case .guest(let range): range.lowerBound.rawValue..<range.upperBound.rawValue
    case .host(let range): range.lowerBound.rawValue..<range.upperBound.rawValue
    }
  }

  /// The number of bytes.
  package var count: UInt64 { bounds.upperBound - bounds.lowerBound }
}

/// How a selection is being made: it began with some bytes, and the cursor extends it.
struct Marking: Equatable, Sendable {
  /// What the selection began with.
  enum Unit: Equatable, Sendable {
    case bytes, extent, cluster
  }

  let space: AddressSpace
  let unit: Unit
  /// The bytes that it began with, all of which stay selected.
  let start: Range<UInt64>

  /// The bytes up to the cursor and the one under it.
  func bounds(to cursor: UInt64) -> Range<UInt64> {
    min(start.lowerBound, cursor)..<max(start.upperBound, cursor + 1)
  }
}
