import QCOW2
import TestSupport
import Testing

@Suite("What header extensions say")
struct ExtensionTests {
  private func inspection(
    _ extensions: [ExtensionBytes], base: BaseImage = .v3, start: Int = 112
  ) throws -> Inspection {
    let directory = try TemporaryDirectory()
    var image = try base.make(in: directory)
    image.store(extensions, at: start)
    return try Inspection(MemoryStorage(image.bytes, name: "image"))
  }

  @Test func unknownOnesAreKeptByteForByte() throws {
    let payloads: [[UInt8]] = [[], [0], Array(0...255), Array(repeating: 0xff, count: 13)]
    let found = try inspection(payloads.map { .init(0x1234_5678, $0) } + [.end])
    #expect(found.extensions.map(\.payload.array) == payloads)
    #expect(found.extensions.map(\.length) == payloads.map(\.count))
    #expect(found.extensions.allSatisfy { $0.content == .unknown && $0.type == 0x1234_5678 })
    // 8 bytes of header each, and padding to 8.
    #expect(found.extensions.map(\.offset.rawValue) == [112, 120, 136, 400])
  }

  @Test func version2HasExtensionsBehindByte72() throws {
    let found = try inspection([.init(9, [1, 2, 3])], base: .v2, start: 72)
    #expect(found.extensions.map(\.offset.rawValue) == [72])
    #expect(found.extensions.map(\.payload.array) == [[1, 2, 3]])
  }

  @Test func anEndMarkerIsNotNeeded() throws {
    let all = try inspection(
      [.init(7, count: 512 - 128), .init(8, [])], base: .clusters512)
    #expect(all.extensions.map(\.type) == [7, 8])
    #expect(all.refusal == nil)
  }

  @Test func anOverlongOneLeavesThoseBeforeIt() throws {
    let found = try inspection([.init(7, [1]), .init(8, [], claimed: 1 << 30)])
    #expect(found.extensions.map(\.type) == [7])
    let refusal = try #require(found.refusal)
    #expect(refusal.code == "extension-length")
    #expect(refusal.message.contains("\(1 << 30)"))
    #expect(refusal.message.contains("0x00000008"))
  }

  @Test func ofTwoTheLastCounts() throws {
    let found = try inspection([
      .init(ExtensionBytes.backingFormat, Array("raw".utf8)),
      .init(ExtensionBytes.backingFormat, Array("qcow2".utf8)), .end,
    ])
    #expect(found.backingFormat?.array == Array("qcow2".utf8))
    #expect(found.findings.map(\.code) == ["extension-twice"])
    #expect(found.refusal == nil)
  }

  @Test func typedContent() throws {
    let found = try inspection([
      .bitmaps(count: 3, reserved: 1, size: 0x123, offset: 0x4_5600), .pointer(0x7_0000, length: 9),
      .init(ExtensionBytes.dataFileName, Array("d.raw".utf8)), .end,
    ])
    guard case .bitmaps(let bitmaps) = found.extensions[0].content,
      case .encryption(let pointer) = found.extensions[1].content
    else {
      Issue.record("\(found.extensions)")
      return
    }
    #expect((bitmaps.count, bitmaps.reserved) == (3, 1))
    #expect(bitmaps.directorySize == 0x123)
    #expect(bitmaps.directoryOffset.rawValue == 0x4_5600)
    #expect(pointer.offset.rawValue == 0x7_0000)
    #expect(pointer.length == 9)
    #expect(found.dataFileName?.array == Array("d.raw".utf8))
    #expect(
      found.extensions.map(\.name)
        == ["bitmaps", "full disk encryption header", "external data file name"])
  }

  @Test func aCutFeatureRowIsDropped() throws {
    let row = ExtensionBytes.row(0, 5, "frobnicate")
    let found = try inspection([
      .init(ExtensionBytes.featureNames, row + row.dropLast()), .end,
    ])
    guard case .featureNames(let rows) = found.extensions[0].content else {
      Issue.record("\(found.extensions)")
      return
    }
    #expect(rows.map(\.name.array) == [Array("frobnicate".utf8)])
  }
}
