/// An image file in memory, to be spoilt: positions and byte order are worked out here, apart from
/// the library under test.
package struct ImageBytes: Sendable {
  package var bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package init(contentsOf path: String) throws { bytes = try contents(of: path) }

  /// The big-endian number of `width` bytes at `offset`; what lies outside is zero.
  package func number(at offset: Int, width: Int) -> UInt64 {
    (0..<width).reduce(0) { number, index in
      let place = offset &+ index
      return number << 8 | UInt64(bytes.indices.contains(place) ? bytes[place] : 0)
    }
  }

  /// Stores a big-endian number of `width` bytes; the file grows where it must.
  package mutating func store(_ number: UInt64, at offset: Int, width: Int) {
    let end = offset + width
    if bytes.count < end { bytes += Array(repeating: 0, count: end - bytes.count) }
    for index in 0..<width {
      bytes[offset + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * (width - 1 - index)))
    }
  }

  /// Stores bytes; the file grows where it must.
  package mutating func store(_ new: [UInt8], at offset: Int) {
    let end = offset + new.count
    if bytes.count < end { bytes += Array(repeating: 0, count: end - bytes.count) }
    bytes.replaceSubrange(offset..<end, with: new)
  }

  /// 2 to the power of bytes 20 to 23.
  package var clusterSize: Int { 1 << Int(number(at: 20, width: 4)) }

  /// Where an entry of the L1 table lies; the table's place is in bytes 40 to 47.
  package func l1Entry(_ index: Int) -> Int {
    Int(truncatingIfNeeded: number(at: 40, width: 8)) &+ index * 8
  }

  /// Where the L2 table lies that an L1 entry names.
  package func l2Table(_ l1Index: Int) -> Int {
    Int(number(at: l1Entry(l1Index), width: 8) & 0x00ff_ffff_ffff_fe00)
  }

  /// Where an entry of an L2 table lies; extended entries have 16 bytes.
  package func l2Entry(_ l1Index: Int, _ index: Int, size: Int = 8) -> Int {
    l2Table(l1Index) + index * size
  }
}
