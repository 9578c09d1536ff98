/// Sixteen bytes that name something, in the two orders in which they are written.
package enum GUID {
  /// The usual notation of a UUID whose bytes lie in their order, in lower case.
  package static func plain(_ bytes: some Sequence<UInt8>) -> String? {
    let bytes = Array(bytes)
    guard bytes.count == 16, bytes.contains(where: { $0 != 0 }) else { return nil }
    return text(bytes, groups: [4, 2, 2, 2, 6])
  }

  /// The notation of Microsoft and UEFI, whose first three groups are little-endian; upper case.
  package static func mixed(_ bytes: some Sequence<UInt8>) -> String? {
    let bytes = Array(bytes)
    guard bytes.count == 16 else { return nil }
    let order = [3, 2, 1, 0, 5, 4, 7, 6] + Array(8..<16)
    return plain(order.map { bytes[$0] })?.uppercased()
  }

  /// Bytes in hexadecimal with a hyphen between groups.
  static func text(_ bytes: [UInt8], groups: [Int]) -> String {
    var rest = bytes[...]
    return groups.map { count in
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }.joined(separator: "-")
  }
}
