import QCOW2
import TestSupport
import Testing

@Suite("Images that are refused can be looked at")
struct InspectionTests {
  @Test(arguments: Poke.limits + Poke.features)
  func refusedImagesShowTheirStructures(_ poke: Poke) throws {
    guard poke.blamed != "magic" else { return }
    let directory = try TemporaryDirectory()
    let image = poke.applied(to: try poke.base.make(in: directory))
    let storage = MemoryStorage(image.bytes, name: "image")
    let inspection = try Inspection(storage)
    for field in inspection.header.fields {
      let stored = image.number(at: field.offset, width: field.width)
      #expect(inspection.header[field] == stored, "\(field.name)")
    }
    let isVersion2 = image.number(at: 4, width: 4) < 3
    #expect(inspection.header.fields.count >= (isVersion2 ? 13 : 18))
    #expect(inspection.features.count >= KnownFeature.all.count)
    if inspection.refusal != nil { #expect(inspection.geometry == nil) }
    for finding in inspection.findings { #expect(finding.message.count > 10) }
  }

  /// A feature name table is shown whatever is wrong with the numbers before it.
  @Test(arguments: [
    Poke(.v3, "version", blames: "version", .same, (4, 4, 9)),
    Poke(.v3, "cluster_bits", blames: "cluster_bits", .same, (20, 4, 40)),
    Poke(.v3, "l1_size", blames: "l1_size", .same, (36, 4, .max)),
    Poke(.v3, "refcounts", blames: "refcount_table_clusters", .same, (56, 4, 0)),
  ])
  func extensionsOfRefusedImages(_ poke: Poke) throws {
    let directory = try TemporaryDirectory()
    let image = poke.applied(to: try poke.base.make(in: directory))
    let inspection = try Inspection(MemoryStorage(image.bytes, name: "image"))
    let refusal = try #require(inspection.refusal)
    #expect(refusal.field?.name == poke.blamed)
    #expect(inspection.extensions.map(\.type) == [ExtensionBytes.featureNames])
    // QEMU writes a row for each bit it knows.
    #expect(inspection.features.filter { $0.tableName != nil }.count == KnownFeature.all.count)
  }

  @Test func theHeaderClusterIsAllThatIsRead() throws {
    let directory = try TemporaryDirectory()
    let image = try BaseImage.clusters2M.make(in: directory)
    let storage = CountingStorage(MemoryStorage(image.bytes, name: "image"))
    _ = try Inspection(storage)
    #expect(storage.calls.allSatisfy { $0.range.upperBound <= 2 << 20 })
  }

  @Test func namesOfOtherFilesAreBytes() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("overlay.qcow2")
    try QEMU.create(
      path, size: "1M", arguments: ["-u", "-b", "no such\u{1b}[1m file", "-F", "raw"])
    let inspection = try Inspection(openStorage(path))
    #expect(inspection.backingFileName?.array == Array("no such\u{1b}[1m file".utf8))
    #expect(inspection.backingFormat?.array == Array("raw".utf8))
  }
}
