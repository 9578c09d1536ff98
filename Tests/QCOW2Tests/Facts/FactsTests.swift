@testable import QCOW2
import TestSupport
import Testing

/// Every fact that `qemu-img info` prints, of images of all kinds: ours are the same, none is missing
/// and none is added.
@Suite struct FactsTests {
  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("image")
  }

  private func expectFacts(_ path: String) throws {
    let (ours, theirs) = try (ourFacts(openDisk(path)), QEMU.facts(path))
    try #require(ours.count == theirs.count)
    for (ours, theirs) in zip(ours, theirs) {
      for key in Set(ours.keys).union(theirs.keys) {
        #expect(ours[key] == theirs[key], "\(key)")
      }
    }
  }

  @Test(arguments: [
    ["compat=0.10"], ["compat=0.10", "cluster_size=512"], ["cluster_size=2M"],
    ["refcount_bits=1"], ["refcount_bits=64"], ["lazy_refcounts=on"], ["compression_type=zstd"],
    ["extended_l2=on"], ["extended_l2=on", "cluster_size=16k", "lazy_refcounts=on"],
    ["preallocation=metadata"],
  ])
  func layouts(_ options: [String]) throws {
    try QEMU.create(path, size: "3000k", options: options)
    try QEMU.io(path, ["write -P 1 0 100k"])
    for name in ["one", "größer"] where !options.contains("refcount_bits=1") {
      try QEMU.snapshot(path, name)
    }
    try expectFacts(path)
  }

  @Test func snapshotsWithAllFields() throws {
    try QEMU.create(path, size: "1M")
    for name in ["one", "two", "three"] { try QEMU.snapshot(path, name) }
    var bytes = try ImageBytes(contentsOf: path)
    let entry = Int(bytes.number(at: 64, width: 8))
    bytes.store(1_700_000_000, at: entry + 16, width: 4)
    bytes.store(999_999_999, at: entry + 20, width: 4)
    bytes.store(3_723_000_000_456, at: entry + 24, width: 8)
    bytes.store(5 << 32, at: entry + 40, width: 8)
    bytes.store(77, at: entry + 56, width: 8)
    try write(bytes.bytes, to: path)
    try expectFacts(path)
  }

  @Test func bitmapsWithFlags() throws {
    try QEMU.create(path, size: "1M")
    for (name, granularity) in [("fine", "512"), ("coarse", "1M"), ("off", "64k"), ("lost", "4k")] {
      try QEMU.bitmap(path, "--add", "-g", granularity, name)
    }
    try QEMU.bitmap(path, "--disable", "off")
    let records = try Image(openStorage(path)).bitmaps().records
    var bytes = try ImageBytes(contentsOf: path)
    // The flags follow the place and the size of the table.
    let flags = Int(records[3].offset.rawValue) + 12
    bytes.store(bytes.number(at: flags, width: 4) | 1, at: flags, width: 4)
    try write(bytes.bytes, to: path)
    try expectFacts(path)
  }

  /// Header flags that a program sets while it has the image open, or because of what it found.
  @Test(arguments: [1, 2]) func flags(_ bits: UInt64) throws {
    try QEMU.create(path, size: "1M")
    var bytes = try ImageBytes(contentsOf: path)
    bytes.store(bits, at: 72, width: 8)
    try write(bytes.bytes, to: path)
    try expectFacts(path)
  }

  @Test(arguments: [[], ["data_file_raw=on"]]) func dataFiles(_ options: [String]) throws {
    let data = "data_file=\(directory.file("data"))"
    try QEMU.create(path, size: "1M", options: [data] + options)
    try QEMU.bitmap(path, "--add", "map")
    try expectFacts(path)
  }

  @Test(arguments: ["raw", "qcow2", ""]) func chains(_ format: String) throws {
    try write([UInt8](repeating: 1, count: 700_000), to: directory.file("bottom"))
    try QEMU.create(
      directory.file("middle"), size: "1M", options: ["compat=0.10"],
      arguments: ["-b", "bottom", "-F", "raw"])
    // A raw layer over whatever file it is.
    let below = format == "raw" ? "bottom" : "middle"
    let stored = format.isEmpty ? "qcow2" : format
    try QEMU.create(path, size: "2M", arguments: ["-b", below, "-F", stored])
    if format.isEmpty {
      var bytes = try ImageBytes(contentsOf: path)
      bytes.store(0x1234_5678, at: NamedImage.formatExtension(of: bytes), width: 4)
      try write(bytes.bytes, to: path)
    }
    try expectFacts(path)
  }

  @Test(arguments: ["aes", "luks"]) func encryption(_ format: String) throws {
    let image = try EncryptedImage(
      format: format, options: format == "aes" ? [] : ["iter-time=10"], secret: "data=secret")
    if format == "luks" {
      try image.amend(["state=active", "keyslot=6"], secret: "data=secret", newSecret: "data=new")
    }
    try expectFacts(image.path)
  }

  static let headers = [
    ("serpent", "cbc-essiv:sha256"), ("twofish", "ctr-plain"), ("cast5", "ecb-plain64"),
  ]

  @Test(arguments: headers) func ciphers(_ family: String, _ mode: String) throws {
    let cases = CipherMatrixTests.cases
    let algorithm = try #require(cases.first { $0.cipher.family == family }).cipher
    let composer = try LUKSComposer(algorithm, mode: mode, hash: .ripemd160)
    let image = try EncryptedImage(composer.image.bytes)
    try expectFacts(image.path)
  }
}
