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

extension Selection {
  /// `guest 0x10000..0x1ffff`.
  package var text: String {
    "\(space.name) \(hex(bounds.lowerBound))..\(hex(bounds.upperBound - 1))"
  }
}

extension AddressSpace {
  /// What its bytes are called.
  var name: String {
    switch self {
    case .guest: "guest"
    case .host: "file"
    }
  }
}
