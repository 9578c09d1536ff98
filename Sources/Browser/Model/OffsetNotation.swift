internal import QCOW2

/// How the hex view writes the offset of a row.
package enum OffsetNotation: String, CaseIterable, Hashable, Sendable {
  case hex
  case decimal
  /// The number of a sector of 512 bytes and the byte in it: `264192+1f0`.
  case sector
  /// The number of a cluster and the byte in it: `2064+081f0`.
  case cluster

  /// What it counts.
  var words: String {
    switch self {
    case .hex: "bytes in hexadecimal"
    case .decimal: "bytes in decimal"
    case .sector: "sectors of 512 bytes"
    case .cluster: "clusters"
    }
  }

  /// The columns that the largest offset of a space needs.
  func columns(size: UInt64, clusterBits: Int) -> Int {
    text(max(size, 1) - 1, columns: 0, clusterBits: clusterBits).count
  }

  /// An offset, with what fills it up to a number of columns.
  func text(_ place: UInt64, columns: Int, clusterBits: Int) -> String {
    switch self {
    case .hex: filled(String(place, radix: 16), "0", columns)
    case .decimal: filled(String(place), " ", columns)
    case .sector: filled(Self.parts(place, bits: 9), " ", columns)
    case .cluster: filled(Self.parts(place, bits: clusterBits), " ", columns)
    }
  }

  private static func parts(_ place: UInt64, bits: Int) -> String {
    let rest = place & ((1 << UInt64(bits)) - 1)
    let digits = String(rest, radix: 16)
    let zeros = String(repeating: "0", count: max(0, (bits + 3) / 4 - digits.count))
    return "\(place >> UInt64(bits))+\(zeros)\(digits)"
  }

  private func filled(_ text: String, _ filler: String, _ columns: Int) -> String {
    String(repeating: filler, count: max(0, columns - text.count)) + text
  }
}
