/// A number of bytes in binary units, such as `64 KiB` or `1.5 GiB`: exact where it divides, one
/// decimal rounded down otherwise, so that a size is never shown larger than it is.
public func binarySize(_ bytes: UInt64) -> String {
  let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
  var unit = 0
  var shift: UInt64 = 0
  while unit < units.count - 1, bytes >> shift >= 1024 {
    unit += 1
    shift += 10
  }
  let whole = bytes >> shift
  let rest = bytes & ((1 << shift) - 1)
  guard rest != 0, whole < 1000 else { return "\(whole) \(units[unit])" }
  // Below 2^50 the product fits; above, the low bits cannot change the first decimal.
  let tenths = shift >= 60 ? ((rest >> 10) * 10) >> (shift - 10) : (rest * 10) >> shift
  return tenths == 0 ? "\(whole) \(units[unit])" : "\(whole).\(tenths) \(units[unit])"
}
