import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// An image whose header breaks a rule is no disk any more, and still a file with structures in it.
@Suite struct BrokenHeaderTests {
  /// A small image with data, a snapshot and a dirty bitmap.
  private static func sound(_ options: [String] = []) throws -> ImageBytes {
    let directory = try TemporaryDirectory()
    let path = directory.file("small.qcow2")
    try QEMU.create(path, size: "4M", options: options)
    try QEMU.io(path, ["write -P 65 0 1M", "write -c -P 66 1M 64k", "write -z 2M 64k"])
    try succeed("qemu-img", ["snapshot", "-c", "before", path])
    if options.isEmpty {
      try succeed("qemu-img", ["bitmap", "--add", path, "marks"])
    }
    return try ImageBytes(contentsOf: path)
  }

  private static func image(
    _ value: UInt64, at offset: Int, width: Int = 8
  ) throws -> Image {
    var bytes = try sound()
    bytes.store(value, at: offset, width: width)
    let storage = MemoryStorage(bytes.bytes, name: "broken.qcow2")
    // Nothing but a browser opens it.
    #expect(throws: ImageError.self) { try Image(storage) }
    return try Image(storage, allowsBrokenHeader: true)
  }

  /// The offset and width of a field, and a value that breaks its rule.
  static let broken: [(offset: Int, width: Int, value: UInt64, name: String)] = [
    (40, 8, 0x1234, "l1_table_offset"), (40, 8, 1 << 63, "l1_table_offset"),
    (36, 4, 0, "l1_size"), (36, 4, 0xffff_ffff, "l1_size"),
    (48, 8, 0x10001, "refcount_table_offset"), (56, 4, 0, "refcount_table_clusters"),
    (64, 8, 0x777, "snapshots_offset"), (96, 4, 7, "refcount_order"), (24, 8, .max, "size"),
  ]

  @Test(arguments: broken.indices) func structuresAreShownAndNoData(index: Int) throws {
    let field = Self.broken[index]
    let pilot = Pilot(
      try Self.image(field.value, at: field.offset, width: field.width), width: 120, height: 40)
    let text = pilot.drawn().text
    #expect(text.contains("structures only"))
    #expect(pilot.model.facts.rows.first?.value == "the header is broken: structures only, no data")
    #expect(pilot.model.facts.rows[1].value.hasPrefix(field.name))
    #expect(text.contains("?? ?? ??"))
    #expect(text.contains("cannot be read: \(field.name)"), "\(text)")
    try pilot.press("2")
    let map = pilot.drawn().text
    #expect(map.contains("????????"))
    #expect(map.contains("? not readable: \(field.name)"))
    #expect(!map.contains(" hole "))
  }

  @Test func theFileIsStillNamedByteForByte() throws {
    let pilot = Pilot(try Self.image(0x1234, at: 40), width: 120, height: 40, screen: .hex)
    try pilot.press("s g g")
    #expect(pilot.drawn().text.contains("51 46 49 fb"))
    #expect(pilot.drawn().text.contains("magic"))
    // The reference counts can be located, the L1 table cannot.
    try pilot.press("4")
    #expect(pilot.drawn().text.contains("l1_table_offset is 0x1234"))
    try pilot.press("8")
    #expect(pilot.drawn().text.contains("header rule broken"))
  }

  @Test func whatAHeaderStillNamesIsListed() throws {
    // Its L1 table is where it was, only too short for the disk.
    let pilot = Pilot(try Self.image(0x777, at: 64), width: 80, height: 24, screen: .tables)
    #expect(pilot.model.entryCount > 0)
    #expect(pilot.drawn().text.contains("COPIED"))
    let snapshots = Pilot(try Self.image(0, at: 36, width: 4), screen: .snapshots)
    #expect(snapshots.drawn().text.contains("before"))
    try snapshots.press("Enter")
    // Whose L1 table may be as wrong: nothing of it is read either.
    #expect(snapshots.model.choice != nil)
    try snapshots.press("2")
    #expect(snapshots.drawn().text.contains("????????"))
  }

  @Test func anImageWithoutAClusterSizeStaysClosed() throws {
    for (offset, value) in [(4, 9), (20, 3), (20, 40)] as [(Int, UInt64)] {
      var bytes = try Self.sound()
      bytes.store(value, at: offset, width: 4)
      #expect(throws: ImageError.self) {
        try Image(MemoryStorage(bytes.bytes, name: "x"), allowsBrokenHeader: true)
      }
    }
  }

  private static let hostile: [UInt64] = [
    0, 1, 7, 0x200, 0x1_0000, 0x7fff_ffff, 0xffff_ffff, 1 << 62, (1 << 63) - 1, 1 << 63,
    .max & ~0xffff, .max,
  ]

  @Test(arguments: Header.fields.indices)
  func hostileFieldsBringNothingDown(index: Int) throws {
    let field = Header.fields[index]
    let images = try [[], ["cluster_size=512"], ["cluster_size=16k", "extended_l2=on"]].map(
      Self.sound)
    // Three of the values for each field, others for its neighbours: every view is drawn for each.
    for round in 0..<3 {
      let value = Self.hostile[(index + round * 5) % Self.hostile.count]
      var bytes = images[round % images.count]
      bytes.store(value, at: field.offset, width: field.width)
      let storage = MemoryStorage(bytes.bytes, name: "hostile.qcow2")
      guard let image = try? Image(storage, allowsBrokenHeader: true) else { continue }
      let pilot = Pilot(image)
      let note = "\(field.name) = \(value)"
      for screen in Screen.allCases {
        try pilot.press(screen.key)
        pilot.expectSound(note)
        try pilot.press("j Enter s Enter")
        pilot.expectSound(note)
      }
      var player = Player(pilot, seed: UInt64(round))
      for _ in 0..<6 { player.play() }
      pilot.expectSound(note)
    }
  }
}
