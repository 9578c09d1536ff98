import QCOW2
import TestSupport
import Testing

/// Every structure against the bytes that qemu-img and qemu-io wrote, read here by hand.
@Suite struct StructureTests {
  static let layouts: [[String]] =
    (0...6).map { ["refcount_bits=\(1 << $0)"] } + [
      ["cluster_size=512"], ["cluster_size=2M"], ["extended_l2=on"], ["compat=0.10"],
      ["compression_type=zstd"],
    ]

  /// An image with data of every kind, a bitmap where the version has them, and two snapshots where
  /// reference counts can be 2.
  static func image(_ options: [String]) throws -> (TemporaryDirectory, String) {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    let base = directory.file("base-with-a-name-of-some-length.qcow2")
    try QEMU.create(base, size: "4M")
    try QEMU.create(path, size: "16M", options: options, arguments: ["-b", base, "-F", "qcow2"])
    let isOneBit = options.contains("refcount_bits=1")
    // Many streams share a cluster of the file, more than few bits count.
    let canCompress = !["1", "2", "4"].contains { options.contains("refcount_bits=\($0)") }
    let isOld = options.contains("compat=0.10")
    try QEMU.io(
      path,
      ["write -P 1 0 64k", "write -P 2 3M 128k", "write -P 3 15M 64k"]
        + (!canCompress ? [] : ["write -c -P 4 10M 2M"]) + (isOld ? [] : ["write -z 6M 2M"]))
    if !isOneBit {
      try succeed("qemu-img", ["snapshot", "-c", "first", path])
      try QEMU.io(path, ["write -P 5 3M 64k"])
      try succeed("qemu-img", ["snapshot", "-c", "second of them", path])
    }
    if !isOld {
      try succeed("qemu-img", ["bitmap", "--add", path, "dirty"])
      try QEMU.io(path, ["write -P 6 8M 64k"])
    }
    return (directory, path)
  }

  /// Fields lie beside one another and hold the numbers that are stored there.
  @Test(arguments: layouts)
  func numbersAreTheStoredOnes(options: [String]) throws {
    let (directory, path) = try Self.image(options)
    defer { _ = directory }
    let bytes = try ImageBytes(contentsOf: path)
    let anatomy = try Anatomy(try openStorage(path))
    let whole = HostOffset.zero..<HostOffset(anatomy.fileEnd)
    let structures = anatomy.structures(in: whole)
    #expect(structures.count > 6)
    for structure in structures {
      // The end of a long table is as good as its middle.
      let start = structure.range.lowerBound
      let skipped = structure.range.upperBound - start
      let first = start + (skipped > 8192 ? skipped - 4096 : 0)
      let fields = try anatomy.fields(of: structure, in: first..<structure.range.upperBound)
      #expect(fields.first?.range.lowerBound == first)
      var end = first
      for field in fields {
        let isNarrow = anatomy.entryBits(of: structure) < 8 && structure.isTable
        #expect(field.range.lowerBound == end || isNarrow, "\(structure) \(field.name)")
        end = field.range.upperBound
        guard let value = field.value, !isNarrow else { continue }
        let width = Int(min(8, field.range.upperBound - field.range.lowerBound))
        let stored = bytes.number(at: Int(field.range.lowerBound.rawValue), width: width)
        #expect(value == stored, "\(field.name)")
      }
      #expect(end.rawValue >= min(structure.range.upperBound.rawValue, anatomy.fileEnd))
    }
  }

  @Test(arguments: layouts)
  func structuresAreWhereTheHeaderSays(options: [String]) throws {
    let (directory, path) = try Self.image(options)
    defer { _ = directory }
    let bytes = try ImageBytes(contentsOf: path)
    let anatomy = try Anatomy(try openStorage(path))
    func kind(at place: Int) -> Structure.Kind? {
      anatomy.structure(at: HostOffset(UInt64(place)))?.kind
    }
    #expect(kind(at: 20) == .header)
    #expect(kind(at: Int(bytes.number(at: 8, width: 8)) + 3) == .backingFileName)
    #expect(kind(at: bytes.l1Entry(0)) == .l1Table(.active))
    #expect(kind(at: bytes.l2Entry(0, 1)) == .l2Table(.active, l1Index: 0))
    #expect(kind(at: bytes.refcountTable) == .refcountTable)
    #expect(kind(at: bytes.refcountBlock + 9) == .refcountBlock(0))
    for (index, start) in bytes.snapshots.enumerated() {
      #expect(kind(at: start + 41) == .snapshot(index))
      let table = Int(bytes.number(at: start, width: 8))
      #expect(kind(at: table) == .l1Table(.snapshot(index)))
    }
    if let directory = bytes.bitmapDirectory, let payload = bytes.bitmapsExtension {
      #expect(kind(at: payload) == .headerExtension(.bitmaps))
      #expect(kind(at: directory) == .bitmap(0))
      #expect(kind(at: Int(bytes.number(at: directory, width: 8))) == .bitmapTable(0))
    }
    let names = try #require(try anatomy.field(at: HostOffset(bytes.number(at: 8, width: 8))))
    #expect(names.text.hasSuffix("base-with-a-name-of-some-length.qcow2\""))
  }

  /// The counts of all clusters, of every width: what QEMU's check finds no fault with.
  @Test(arguments: 0...6)
  func countsOfEveryWidthAreTheStoredOnes(order: Int) throws {
    let (directory, path) = try Self.image(["refcount_bits=\(1 << order)"])
    defer { _ = directory }
    let bytes = try ImageBytes(contentsOf: path)
    let anatomy = try Anatomy(try openStorage(path))
    let block = try #require(anatomy.structure(at: HostOffset(UInt64(bytes.refcountBlock))))
    #expect(anatomy.entryCount(of: block) == 65_536 * 8 / (1 << order))
    let width = 1 << order
    for field in try anatomy.entries(of: block, 0..<300) {
      let index = try #require(field.index)
      let stored: UInt64
      if width < 8 {
        // Specification: the least significant bits of a byte come first.
        let byte = bytes.bytes[bytes.refcountBlock + index * width / 8]
        stored = UInt64(byte) >> UInt64(index * width % 8) & ((1 << UInt64(width)) - 1)
      } else {
        stored = bytes.number(at: bytes.refcountBlock + index * width / 8, width: width / 8)
      }
      #expect(field.value == stored)
      #expect(anatomy.referenceCount(of: HostOffset(UInt64(index) << 16)) == stored)
      #expect(field.target?.host == (index == 0 ? nil : HostOffset(UInt64(index) << 16)))
    }
  }

  /// Where QEMU says that a cluster is, the entry says so too.
  @Test(arguments: [[], ["extended_l2=on"]])
  func entriesNameQEMUsPlaces(options: [String]) throws {
    let (directory, path) = try Self.image(options)
    defer { _ = directory }
    let anatomy = try Anatomy(try openStorage(path))
    let size = UInt64(anatomy.geometry.clusterSize)
    let l1 = try #require(anatomy.l1Table(of: .active))
    var seen = 0
    for run in try QEMU.map(path) {
      guard let host = run.host, run.start % size == 0, !run.isZero else { continue }
      let place = GuestOffset(run.start)
      let index = anatomy.geometry.l1Index(of: place)
      let pointer = try #require(try anatomy.entries(of: l1, index..<index + 1).first)
      let table = try #require(pointer.target?.structure)
      let number = anatomy.geometry.l2Index(of: place)
      let entry = try #require(try anatomy.entries(of: table, number..<number + 1).first)
      #expect(entry.target?.host == HostOffset(host))
      #expect(anatomy.guestRange(of: entry)?.lowerBound == place)
      seen += 1
    }
    #expect(seen >= 3)
  }
}
