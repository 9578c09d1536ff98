import QCOW2
import TestSupport
import Testing

/// Extensions to be written into an image, and what our refusal must name.
struct ExtensionPoke: CustomTestStringConvertible, Sendable {
  let testDescription: String
  var base = BaseImage.v3
  var start = 112
  let extensions: [ExtensionBytes]
  var changes: [(offset: Int, width: Int, value: UInt64)] = []
  let blamed: String
  var verdict = Poke.Verdict.same

  init(
    _ name: String, _ extensions: [ExtensionBytes], blames blamed: String,
    base: BaseImage = .v3, at start: Int = 112,
    _ changes: (offset: Int, width: Int, value: UInt64)...,
    verdict: Poke.Verdict = .same
  ) {
    testDescription = name
    self.extensions = extensions
    self.blamed = blamed
    self.base = base
    self.start = start
    self.changes = changes
    self.verdict = verdict
  }

  private static let unknown: UInt32 = 0x1234_5678
  private static let autoclear = (offset: 88, width: 8, value: UInt64(1))

  static let all: [ExtensionPoke] = lengths + formats + bitmaps + pointers + dataFiles

  private static let lengths: [ExtensionPoke] = [
    .init("none", [], blames: "none"),
    .init("unknown, 5 bytes", [.init(unknown, count: 5)], blames: "none"),
    .init("unknown, empty", [.init(unknown, [])], blames: "none"),
    .init(
      "to the end, no end marker", [.init(unknown, count: 512 - 120)], blames: "none",
      base: .clusters512),
    .init(
      "8 bytes are left", [.init(unknown, count: 512 - 128), .init(unknown, [])], blames: "none",
      base: .clusters512),
    .init(
      "one byte too many", [.init(unknown, count: 512 - 120, claimed: 512 - 119)],
      blames: "extension-length", base: .clusters512),
    .init(
      "2^32 - 1 bytes", [.init(unknown, [], claimed: .max)], blames: "extension-length"),
    .init(
      "an end marker with a length", [.init(0, [], claimed: .max)], blames: "extension-length"),
    .init(
      "6 bytes are left", [.init(unknown, count: 392)], blames: "extension-length",
      base: .clusters512, at: 106, (100, 4, 106)),
    .init(
      "2 bytes are left", [.init(unknown, count: 392)], blames: "extension-length",
      base: .clusters512, at: 110, (100, 4, 110)),
    .init(
      "up to the backing name", [.init(unknown, count: 8)], blames: "none", (8, 8, 128),
      (16, 4, 0)),
    .init(
      "over the backing name", [.init(unknown, count: 9)], blames: "extension-length",
      (8, 8, 128), (16, 4, 0)),
    .init(
      "4 bytes before the backing name", [.init(unknown, count: 8)], blames: "extension-length",
      (8, 8, 132), (16, 4, 0)),
    .init("version 2", [.init(unknown, count: 9)], blames: "none", base: .v2, at: 72),
    .init("twice", [.init(unknown, count: 9), .init(unknown, count: 1)], blames: "none"),
  ]

  private static let formats: [ExtensionPoke] =
    [0, 15, 16, 200].map {
      .init(
        "backing format of \($0) bytes", [.init(ExtensionBytes.backingFormat, count: $0)],
        blames: "backing-format")
    }
    + [0, 1, 47, 48, 50].map {
      .init(
        "feature names of \($0) bytes", [.init(ExtensionBytes.featureNames, count: $0)],
        blames: "none")
    }

  private static let bitmaps: [ExtensionPoke] =
    [0, 23, 25].map {
      .init(
        "bitmaps of \($0) bytes", [.init(ExtensionBytes.bitmaps, count: $0)],
        blames: "bitmaps-length")
    }
    + [
      .init("stale bitmaps", [.bitmaps(count: 0, reserved: 1, offset: 1)], blames: "none"),
      .init("reserved", [.bitmaps(reserved: 1)], blames: "bitmaps-reserved", autoclear),
      .init("no bitmaps", [.bitmaps(count: 0)], blames: "bitmaps-count", autoclear),
      .init("too many", [.bitmaps(count: 65_536)], blames: "bitmaps-count", autoclear),
      .init("unaligned", [.bitmaps(offset: 512)], blames: "bitmaps-offset", autoclear),
      .init(
        "large directory", [.bitmaps(size: 1024 * 65_535 + 1)], blames: "bitmaps-size", autoclear),
      .init(
        "directory of zeros", [.bitmaps()], blames: "none", autoclear,
        verdict: .laxer("this version does not read bitmap directories")),
    ]

  private static let pointers: [ExtensionPoke] =
    [0, 15, 17].map {
      .init(
        "LUKS, pointer of \($0) bytes", [.init(ExtensionBytes.encryption, count: $0)],
        blames: "encryption-length", (32, 4, 2))
    }
    + [
      .init("pointer without LUKS", [.pointer(65_536)], blames: "encryption-method"),
      .init("pointer and AES", [.pointer(65_536)], blames: "encryption-method", (32, 4, 1)),
      .init("unaligned pointer", [.pointer(512)], blames: "encryption-offset", (32, 4, 2)),
      .init(
        "no LUKS header there", [.pointer(65_536)], blames: "crypt_method", (32, 4, 2),
        verdict: .guestDataOnly),
    ]

  private static let dataFiles: [ExtensionPoke] = [
    .init("data file name only", [.init(ExtensionBytes.dataFileName, count: 9)], blames: "none"),
    .init(
      "data file that is missing", [.init(ExtensionBytes.dataFileName, count: 9)],
      blames: "incompatible_features", (72, 8, 4), verdict: .guestDataOnly),
    .init(
      "raw data file that is missing", [.init(ExtensionBytes.dataFileName, count: 9)],
      blames: "incompatible_features", (72, 8, 4), (88, 8, 2), verdict: .guestDataOnly),
  ]
}

@Suite("Header extensions, decided by QEMU")
struct ExtensionPokeTests {
  @Test(arguments: ExtensionPoke.all)
  func sameVerdict(_ poke: ExtensionPoke) throws {
    let directory = try TemporaryDirectory()
    var image = try poke.base.make(in: directory)
    image.store(poke.extensions, at: poke.start)
    for change in poke.changes {
      image.store(change.value, at: change.offset, width: change.width)
    }
    try expectVerdict(image, blamed: poke.blamed, poke.verdict, in: directory)
  }
}
