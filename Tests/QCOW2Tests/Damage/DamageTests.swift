import QCOW2
import TestSupport
import Testing

/// Something wrong with `MixedImage`, and the reason that we must give at a guest offset.
struct DamageCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  var options: [String] = []
  let guest: Int
  let spoil: @Sendable (inout ImageBytes) -> Damage

  static let all: [DamageCase] = [
    .init("L1 entry between clusters", guest: 0) {
      let table = UInt64($0.l2Table(0)) + 512
      $0.store(table, at: $0.l1Entry(0), width: 8)
      return .unalignedL2Table(HostOffset(table))
    },
    .init("L1 entry past the end", guest: 5000) {
      $0.store(1 << 40, at: $0.l1Entry(0), width: 8)
      return .l2TablePastEnd(HostOffset(1 << 40))
    },
    .init("L1 entry at the largest offset", guest: 3 << 20) {
      $0.store(0x00ff_ffff_ffff_f000, at: $0.l1Entry(1), width: 8)
      return .l2TablePastEnd(HostOffset(0x00ff_ffff_ffff_f000))
    },
    .init("L2 entry between clusters", guest: 3 * 4096) {
      let host = $0.number(at: $0.l2Entry(0, 3), width: 8) & 0x00ff_ffff_ffff_fe00
      $0.store(host + 512 | 1 << 63, at: $0.l2Entry(0, 3), width: 8)
      return .unalignedCluster(HostOffset(host + 512))
    },
    .init("zero flag with an offset between clusters", guest: 4 * 4096) {
      $0.store(0x1200 | 1, at: $0.l2Entry(0, 4), width: 8)
      return .unalignedCluster(HostOffset(0x1200))
    },
    .init("L2 entry past the end", guest: 5 * 4096) {
      $0.store(1 << 50, at: $0.l2Entry(0, 5), width: 8)
      return .clusterPastEnd(HostOffset(1 << 50))
    },
    .init("compressed data past the end", guest: 6 * 4096) {
      $0.store(1 << 62 | 1 << 45, at: $0.l2Entry(0, 6), width: 8)
      return .clusterPastEnd(HostOffset(1 << 45))
    },
    .init("zero flag in version 2", options: ["compat=0.10"], guest: 7 * 4096) {
      $0.store(1, at: $0.l2Entry(0, 7), width: 8)
      return .zeroFlagInVersion2
    },
    .init("L1 table cut off", guest: 3 << 20) {
      // The table moves to the end of the file, which holds one entry of two.
      let entry = $0.number(at: $0.l1Entry(0), width: 8)
      let end = ($0.bytes.count + 4095) / 4096 * 4096
      $0.store(entry, at: end, width: 8)
      $0.store(UInt64(end), at: 40, width: 8)
      return .l1TableCut(entriesLeft: 1)
    },
  ]

  init(
    _ name: String, options: [String] = [], guest: Int,
    spoil: @escaping @Sendable (inout ImageBytes) -> Damage
  ) {
    testDescription = name
    self.options = options
    self.guest = guest
    self.spoil = spoil
  }
}

@Suite("Damage is shown, and stays where it is")
struct DamageTests {
  @Test(arguments: [[], ["compat=0.10"]])
  func nothingIsWrongAtFirst(_ options: [String]) throws {
    let mixed = try MixedImage(in: TemporaryDirectory(), options: options)
    try expectSpecified(mixed.image, whole: mixed.whole)
  }

  @Test(arguments: DamageCase.all)
  func reasonAndRest(_ spoilt: DamageCase) throws {
    let directory = try TemporaryDirectory()
    let mixed = try MixedImage(in: directory, options: spoilt.options)
    var image = mixed.image
    let damage = spoilt.spoil(&image)
    let opened = try Image(MemoryStorage(image.bytes, name: "image"))
    #expect(opened.mapping(at: GuestOffset(UInt64(spoilt.guest))) == .damaged(damage))
    #expect(!damage.description.isEmpty)
    try expectSpecified(image, whole: mixed.whole)
    let path = directory.file("spoilt.qcow2")
    try write(image.bytes, to: path)
    // What lies past the end of the file reads as zeros for QEMU; the rest it cannot read either.
    switch damage {
    case .clusterPastEnd, .l2TablePastEnd, .l1TableCut: break
    default: #expect(try !QEMU.canRead(path, at: UInt64(spoilt.guest) / 4096 * 4096, count: 4096))
    }
  }

  /// Reserved bits matter to a check only.
  @Test func reservedBitsChangeNothing() throws {
    let directory = try TemporaryDirectory()
    let mixed = try MixedImage(in: directory)
    var image = mixed.image
    let l1 = image.number(at: image.l1Entry(0), width: 8)
    image.store(l1 | 0x7f00_0000_0000_01ff, at: image.l1Entry(0), width: 8)
    for index in [0, 63, 80, 96, 200] {
      let entry = image.number(at: image.l2Entry(0, index), width: 8)
      image.store(entry | 0x3f00_0000_0000_01fe, at: image.l2Entry(0, index), width: 8)
    }
    let path = directory.file("reserved.qcow2")
    try write(image.bytes, to: path)
    try expectSpecified(image, whole: mixed.whole)
    #expect(try QEMU.guestBytes(of: path) == mixed.whole)
  }

  /// Tables that name themselves, the header or each other end like all others.
  @Test(arguments: [0, 1, 2, 3])
  func tablesThatNameThemselves(_ kind: Int) throws {
    var image = try MixedImage(in: TemporaryDirectory()).image
    let table = UInt64(image.l2Table(0))
    switch kind {
    case 0: image.store(0 | 1 << 63, at: image.l1Entry(0), width: 8)
    case 1: image.store(UInt64(image.l1Entry(0)), at: image.l1Entry(0), width: 8)
    case 2: image.store(table, at: image.l1Entry(1), width: 8)
    default: for index in 0..<512 { image.store(table, at: image.l2Entry(0, index), width: 8) }
    }
    try expectSpecified(image)
  }
}
