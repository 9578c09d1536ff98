import TestSupport

/// A header extension to be written, as the specification lays it out.
struct ExtensionBytes: Sendable {
  let type: UInt32
  let payload: [UInt8]
  /// The length to be stored, if not that of the payload.
  var claimed: UInt32?

  static let backingFormat: UInt32 = 0xe279_2aca
  static let featureNames: UInt32 = 0x6803_f857
  static let bitmaps: UInt32 = 0x2385_2875
  static let encryption: UInt32 = 0x0537_be77
  static let dataFileName: UInt32 = 0x4441_5441
  static let end = ExtensionBytes(0, [])

  init(_ type: UInt32, _ payload: [UInt8], claimed: UInt32? = nil) {
    self.type = type
    self.payload = payload
    self.claimed = claimed
  }

  init(_ type: UInt32, count: Int, claimed: UInt32? = nil) {
    self.init(type, Array(repeating: 0x61, count: count), claimed: claimed)
  }

  /// A bitmaps extension of 24 bytes.
  static func bitmaps(
    count: UInt64 = 1, reserved: UInt64 = 0, size: UInt64 = 32, offset: UInt64 = 1 << 20
  ) -> ExtensionBytes {
    var payload = ImageBytes([])
    payload.store(count, at: 0, width: 4)
    payload.store(reserved, at: 4, width: 4)
    payload.store(size, at: 8, width: 8)
    payload.store(offset, at: 16, width: 8)
    return ExtensionBytes(bitmaps, payload.bytes)
  }

  /// A pointer to an encryption header.
  static func pointer(_ offset: UInt64, length: UInt64 = 65_536) -> ExtensionBytes {
    var payload = ImageBytes([])
    payload.store(offset, at: 0, width: 8)
    payload.store(length, at: 8, width: 8)
    return ExtensionBytes(encryption, payload.bytes)
  }

  /// A row of a feature name table.
  static func row(_ word: UInt8, _ bit: UInt8, _ name: String) -> [UInt8] {
    let name = Array(name.utf8.prefix(46))
    return [word, bit] + name + Array(repeating: 0, count: 46 - name.count)
  }
}

extension ImageBytes {
  /// Writes extensions from `start` on, in place of what is there; `end` is where they must stop.
  mutating func store(
    _ extensions: [ExtensionBytes], at start: Int = 112, end: Int? = nil
  ) {
    let end = end ?? clusterSize
    store([UInt8](repeating: 0, count: end - start), at: start)
    var offset = start
    for item in extensions {
      store(UInt64(item.type), at: offset, width: 4)
      store(UInt64(item.claimed ?? UInt32(item.payload.count)), at: offset + 4, width: 4)
      store(item.payload, at: offset + 8)
      offset += 8 + (item.payload.count + 7) / 8 * 8
    }
  }
}
