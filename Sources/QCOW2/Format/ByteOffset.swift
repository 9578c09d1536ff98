/// A position in bytes within one address space. The two spaces, guest and host, are different
/// types so that one is never taken for the other.
public protocol ByteOffset: RawRepresentable<UInt64>, Hashable, Comparable, Sendable,
  CustomStringConvertible
{
  /// Wraps a number of bytes from the start of the space.
  init(rawValue: UInt64)
}

extension ByteOffset {
  /// Wraps a number of bytes from the start of the space.
  public init(_ rawValue: UInt64) { self.init(rawValue: rawValue) }

  /// The start of the space.
  public static var zero: Self { Self(0) }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The position `count` bytes further on. Both must already be known to fit.
  public static func + (left: Self, count: UInt64) -> Self { Self(left.rawValue + count) }

  /// The bytes from `right` up to `left`, which must not lie before it.
  public static func - (left: Self, right: Self) -> UInt64 { left.rawValue - right.rawValue }

  /// The position `count` bytes further on, or nil where that is beyond 2^64.
  public func advanced(by count: UInt64) -> Self? {
    let (sum, overflow) = rawValue.addingReportingOverflow(count)
    return overflow ? nil : Self(sum)
  }

  /// The position in hexadecimal with the 0x prefix.
  public var description: String { hex(rawValue) }
}

/// A position on the virtual disk, in bytes.
public struct GuestOffset: ByteOffset {
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// A position in the image file (or in its external data file), in bytes.
public struct HostOffset: ByteOffset {
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// A number in hexadecimal with the 0x prefix, at least `digits` digits wide.
public func hex(_ value: UInt64, digits: Int = 1) -> String {
  let text = String(value, radix: 16)
  return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
}
