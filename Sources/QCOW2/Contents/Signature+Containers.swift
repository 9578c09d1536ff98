/// What takes in other contents: LUKS, LVM, RAID, BitLocker, ZFS; and swap.
extension Signature {
  static let containers: [Signature] = [luks, bitlocker] + physicalVolumes + zfs

  private static let luks = Signature(
    .start(0), LUKSHeader.magic, length: 512, isLittleEndian: false
  ) { block, _ in
    let uuid = block.text(168, 40)
    switch block.u16(6) {
    case 1: return Contents(.luks1, uuid: uuid.isEmpty ? nil : uuid)
    case 2: return Contents(.luks2, label: block.text(24, 48), uuid: uuid.isEmpty ? nil : uuid)
    default: return nil
    }
  }

  private static let bitlocker = Signature("-FVE-FS-", at: 3, before: 3) { block, _ in
    let cluster = block.u8(13).timesClamped(block.u16(11))
    return Contents(.bitlocker, blockSize: cluster > 0 ? cluster : nil)
  }

  /// The label may lie in any of the first four sectors.
  private static let physicalVolumes = (0..<4).map { sector in
    Signature("LABELONE", at: UInt64(sector) * 512) { block, _ in
      let header = Int(block.u32(20))
      guard block.has("LVM2 001", at: 24), header >= 32, header + 40 <= 512 else { return nil }
      let letters = block.slice(header, 32)
      guard letters.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
      var rest = letters[...]
      let uuid = [6, 4, 4, 4, 4, 4, 6].map { count in
        defer { rest = rest.dropFirst(count) }
        return String(decoding: rest.prefix(count), as: UTF8.self)
      }.joined(separator: "-")
      return Contents(.lvm, uuid: uuid, byteCount: block.u64(header + 32))
    }
  }

  /// A list of names and values in XDR, in the first of a device's four labels.
  private static let zfs = [UInt8(0), 1].map { order in
    Signature(
      .start(16_384), [1, order, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], length: 65_536,
      isLittleEndian: false
    ) { block, _ in
      let pairs = NameValues(block)
      return Contents(
        .zfs, label: pairs.text("name"), uuid: pairs.number("pool_guid").map { "\($0)" })
    }
  }

  /// Version 1.1 and 1.2 lie at the start, 1.0 and 0.90 at the end.
  static let raids: [Signature] = [
    raid(.start(0)), raid(.start(4096)), raid(.end(8192, alignment: 4096)),
    Signature(.end(65_536, alignment: 65_536), raidMagic) { block, _ in
      let words = [20, 52, 56, 60].flatMap { block.slice($0, 4).reversed() }
      return block.u32(4) == 0 ? Contents(.raid, uuid: GUID.plain(words)) : nil
    },
  ]

  private static let raidMagic: [UInt8] = [0xfc, 0x4e, 0x2b, 0xa9]

  private static func raid(_ place: Place) -> Signature {
    Signature(place, raidMagic) { block, _ in
      guard block.u32(4) == 1 else { return nil }
      let end = block.u64(128).addingClamped(block.u64(136))
      return Contents(
        .raid, label: block.text(32, 32), uuid: block.uuid(16), byteCount: end.timesClamped(512))
    }
  }

  /// The magic ends the first page, whose size depends on the processor.
  static let swaps: [Signature] = [4096, 8192, 16_384, 32_768, 65_536].flatMap { page in
    swapMagics.map { magic, kind in
      Signature(magic, at: page - 10, before: page - 10, length: 4096) { block, _ in
        // The order of the bytes is the processor's.
        let block = Superblock(block.bytes, isLittleEndian: block.u32(1024) == 1)
        guard kind == .swap else { return Contents(kind) }
        guard block.u32(1024) == 1 else { return nil }
        return Contents(
          .swap, label: block.text(1052, 16), uuid: block.uuid(1036), blockSize: page,
          byteCount: (block.u32(1028) + 1).timesClamped(page))
      }
    }
  }

  private static let swapMagics: [(String, ContentsKind)] = [
    ("SWAPSPACE2", .swap), ("S1SUSPEND\0", .hibernation), ("S2SUSPEND\0", .hibernation),
    ("ULSUSPEND\0", .hibernation), ("LINHIB0001", .hibernation),
  ]
}

/// Names with values as ZFS stores them on a device: XDR, big-endian throughout.
struct NameValues {
  private let block: Superblock
  private let places: [String: (type: UInt64, value: Int)]

  init(_ block: Superblock) {
    self.block = block
    var places: [String: (type: UInt64, value: Int)] = [:]
    // Four bytes of encoding, then version and flags.
    var at = 12
    while at + 16 <= block.bytes.count {
      let (size, name) = (Int(block.u32(at)), Int(block.u32(at + 8)))
      guard size >= 20, name > 0, name <= 64, at + size <= block.bytes.count else { break }
      let afterName = at + 12 + (name + 3) / 4 * 4
      places[block.text(at + 12, name)] = (block.u32(afterName), afterName + 8)
      at += size
    }
    self.places = places
  }

  /// The value of a name that stands for a number.
  func number(_ name: String) -> UInt64? {
    guard let (type, value) = places[name], type == 8 else { return nil }
    return block.u64(value)
  }

  /// The value of a name that stands for text.
  func text(_ name: String) -> String? {
    guard let (type, value) = places[name], type == 9 else { return nil }
    return block.text(value + 4, Int(min(block.u32(value), 256)))
  }
}
