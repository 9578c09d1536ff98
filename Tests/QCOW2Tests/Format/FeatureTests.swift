import QCOW2
import TestSupport
import Testing

/// The bits of the specification ("incompatible_features" and the two words after it).
private let specified: [(word: FeatureWord, bit: Int, name: String)] = [
  (.incompatible, 0, "dirty bit"), (.incompatible, 1, "corrupt bit"),
  (.incompatible, 2, "external data file"), (.incompatible, 3, "compression type"),
  (.incompatible, 4, "extended L2 entries"), (.compatible, 0, "lazy refcounts"),
  (.autoclear, 0, "bitmaps"), (.autoclear, 1, "raw external data"),
]

@Suite("Feature bits")
struct FeatureTests {
  @Test func knownBitsAreTheSpecifications() {
    #expect(KnownFeature.all.map(\.word) == specified.map(\.word))
    #expect(KnownFeature.all.map(\.bit) == specified.map(\.bit))
    #expect(KnownFeature.all.map(\.mask) == specified.map { 1 << UInt64($0.bit) })
    #expect(KnownFeature.all.map(\.name) == specified.map(\.name))
    #expect(KnownFeature.all.allSatisfy { !$0.meaning.isEmpty })
  }

  @Test func namesAreThoseThatQEMUWrites() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    try QEMU.create(path, size: "1M")
    let features = try Inspection(openStorage(path)).features
    #expect(features.map(\.word) == specified.map(\.word))
    #expect(features.map(\.bit) == specified.map(\.bit))
    #expect(features.allSatisfy { $0.tableName == $0.known?.name }, "QEMU's words are ours")
  }

  /// A header with the given words, and a feature name table of the given rows.
  private func inspection(
    _ words: [FeatureWord: UInt64], rows: [[UInt8]]
  ) throws -> Inspection {
    let directory = try TemporaryDirectory()
    var image = try BaseImage.v3.make(in: directory)
    image.store([.init(ExtensionBytes.featureNames, rows.flatMap { $0 }), .end])
    for (word, value) in words { image.store(value, at: word.field.offset, width: 8) }
    return try Inspection(MemoryStorage(image.bytes, name: "image"))
  }

  @Test func knownNamedAndUnnamedBits() throws {
    let found = try inspection(
      [.incompatible: 1 << 5 | 1 << 63 | 1, .compatible: 1 << 7, .autoclear: 1 << 2],
      rows: [
        ExtensionBytes.row(0, 5, "frobnicate"), ExtensionBytes.row(1, 9, "not set"),
        ExtensionBytes.row(2, 2, "third word"), ExtensionBytes.row(0, 0, "my dirty"),
        ExtensionBytes.row(3, 1, "no such word"), ExtensionBytes.row(0, 64, "no such bit"),
      ])
    let byPlace = Dictionary(
      uniqueKeysWithValues: found.features.map { ("\($0.word) \($0.bit)", $0) })
    #expect(byPlace.count == specified.count + 5)
    #expect(byPlace["incompatible 0"]?.isSet == true)
    #expect(byPlace["incompatible 0"]?.name == "dirty bit")
    #expect(byPlace["incompatible 0"]?.tableName == "my dirty")
    #expect(byPlace["incompatible 1"]?.isSet == false)
    #expect(byPlace["incompatible 5"]?.name == "frobnicate")
    #expect(byPlace["incompatible 5"]?.known == nil)
    #expect(byPlace["incompatible 63"]?.name == "unknown bit 63")
    #expect(byPlace["compatible 7"]?.isSet == true)
    #expect(byPlace["compatible 7"]?.tableName == nil)
    #expect(byPlace["compatible 9"]?.isSet == false)
    #expect(byPlace["autoclear 2"]?.name == "third word")
  }

  /// QEMU prints the name that the image gives; so do we.
  @Test func refusalsNameUnknownBitsAsQEMUDoes() throws {
    let directory = try TemporaryDirectory()
    var image = try BaseImage.v3.make(in: directory)
    let row = ExtensionBytes.row(0, 5, "frobnicate")
    image.store([.init(ExtensionBytes.featureNames, row), .end])
    image.store(1 << 5, at: 72, width: 8)
    let path = directory.file("poked.qcow2")
    try write(image.bytes, to: path)
    let theirs = try #require(try QEMU.refusal(of: path))
    #expect(theirs.contains("frobnicate"))
    let ours = try #require(try Inspection(openStorage(path)).guestDataRefusal)
    #expect(ours.message.contains("frobnicate"))
  }

  @Test func namesFromTheImageAreEscaped() throws {
    let found = try inspection(
      [.incompatible: 1 << 6], rows: [ExtensionBytes.row(0, 6, "a\u{1b}[2Jb")])
    let feature = try #require(found.features.first { $0.bit == 6 })
    #expect(feature.name == "a<1B>[2Jb")
    #expect(found.findings.allSatisfy { !$0.message.unicodeScalars.contains("\u{1b}") })
  }
}
