internal import QCOW2

/// A number that says what units of the disk are, where they lie in the file and in what layer: the
/// same for the same tables, however they are cut into extents.
///
/// It is a sum over the units, each times its place, so that what moves changes it; a compressed
/// cluster counts without its place in the file, which is not that of its neighbour plus one.
enum ExtentDigest {
  private static let position: UInt64 = 0x9e37_79b9_7f4a_7c15
  private static let host: UInt64 = 0xc2b2_ae3d_27d4_eb4f
  private static let both: UInt64 = 0x1656_67b1_9e37_79f9

  /// - Parameters:
  ///   - extent: What the units are part of.
  ///   - first: The number of the first unit.
  ///   - count: The number of units.
  ///   - unitBits: The binary logarithm of the bytes of a unit.
  /// - Returns: The sum; that of several stretches is the sum of theirs.
  static func sum(of extent: Extent, from first: UInt64, count: UInt64, unitBits: Int) -> UInt64 {
    let kind =
      position &* (UInt64(extent.kind.rawValue + 1) &+ 16 &* UInt64(extent.layer)) | 1
    let firsts = multiplied(count, count &- 1, by: 2)
    let places = count &* (first &+ 1) &+ firsts
    guard extent.kind != .compressed, let start = extent.host?.rawValue else {
      return kind &* places
    }
    let step: UInt64 = 1 << UInt64(unitBits)
    let hostStart = start &+ (first &* step &- extent.start.rawValue)
    let hosts = count &* hostStart &+ step &* firsts
    let products =
      count &* (first &+ 1) &* hostStart &+ ((first &+ 1) &* step &+ hostStart) &* firsts
      &+ step &* squares(count)
    return kind &* places &+ host &* hosts &+ both &* products
  }

  /// 0 + 1 + 4 + … of so many numbers.
  private static func squares(_ count: UInt64) -> UInt64 {
    guard count > 1, count < 1 << 40 else { return 0 }
    let n = UInt128(count)
    return UInt64(truncatingIfNeeded: (n - 1) * n * (2 * n - 1) / 6)
  }

  private static func multiplied(_ one: UInt64, _ other: UInt64, by divisor: UInt128) -> UInt64 {
    guard one > 0 else { return 0 }
    return UInt64(truncatingIfNeeded: UInt128(one) * UInt128(other) / divisor)
  }
}
