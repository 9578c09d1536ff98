package import QCOW2

/// Bytes around those on the screen, some of which it may not be possible to read.
package protocol BytePage: Sendable {
  associatedtype Offset: ByteOffset

  /// The bytes that were read.
  var range: Range<Offset> { get }

  func byte(at offset: Offset) -> PageByte
}

/// One byte of a page.
package enum PageByte: Equatable, Sendable {
  /// A byte that was read.
  case value(UInt8)
  /// A byte that cannot be read.
  case unreadable
  /// A byte that is not on this page.
  case absent
}

extension BytePage {
  /// Whether a byte that both have is another one.
  func differs(from other: Self) -> Bool {
    (range.lowerBound.rawValue..<range.upperBound.rawValue).contains { place in
      guard case .value(let one) = byte(at: Offset(place)),
        case .value(let now) = other.byte(at: Offset(place))
      else { return false }
      return one != now
    }
  }
}
