import TestSupport
import Testing

@testable import QCOW2

/// Damaged and encrypted images: whatever the numbers are, the fields are within their structures.
@Suite struct HostileStructureTests {
  @Test func theFieldsOfALUKSHeaderAreNamed() throws {
    let image = try EncryptedImage(secret: "data=secret")
    let storage = try openStorage(image.path)
    let bytes = try ImageBytes(contentsOf: image.path)
    let anatomy = try Anatomy(storage)
    let pointer = try #require(anatomy.image.inspection.encryptionHeader)
    let start = pointer.offset
    #expect(bytes.bytes[Int(start.rawValue)..<Int(start.rawValue) + 4] == [0x4c, 0x55, 0x4b, 0x53])
    let cipher = try #require(try anatomy.field(at: start + 10))
    #expect(cipher.name == "cipher-name")
    #expect(cipher.text == "\"aes\"")
    let slot = try #require(try anatomy.field(at: start + 208 + 48 * 3))
    #expect(slot.name == "key slot 3.active")
    #expect(slot.value == 0x0000_dead)
    let first = bytes.number(at: Int(start.rawValue) + 208 + 40, width: 4) * 512
    #expect(anatomy.structure(at: start + first)?.kind == .keyMaterial(0))
    let crypto = try #require(try anatomy.field(at: HostOffset(112)))
    #expect(crypto.structure.kind == .headerExtension(.encryption))
  }

  @Test func damagedImagesStayWithinTheirStructures() throws {
    let (directory, path) = try StructureTests.image(["cluster_size=4096"])
    defer { _ = directory }
    let sound = try ImageBytes(contentsOf: path)
    var random = SplitMix64(seed: 20)
    let places = [
      0..<400, sound.snapshotTable..<sound.snapshotTable + 160,
      sound.l1Entry(0)..<sound.l1Entry(1), sound.l2Table(0)..<sound.l2Table(0) + 512,
      sound.refcountTable..<sound.refcountTable + 16,
    ]
    var opened = 0
    for _ in 0..<60 {
      var spoilt = sound
      let place = places[Int.random(in: 0..<places.count, using: &random)]
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let at = Int.random(in: max(4, place.lowerBound)..<place.upperBound, using: &random)
        spoilt.bytes[at] = .random(in: 0...255, using: &random)
      }
      guard let anatomy = try? Anatomy(MemoryStorage(spoilt.bytes, name: "spoilt")) else {
        continue
      }
      opened += 1
      try examine(anatomy, &random)
    }
    #expect(opened > 15)
  }

  private func examine(_ anatomy: Anatomy, _ random: inout SplitMix64) throws {
    let end = anatomy.fileEnd
    for _ in 0..<12 {
      let start = HostOffset(.random(in: 0..<end, using: &random))
      let range = start..<start + 700
      for structure in anatomy.structures(in: range) {
        for field in try anatomy.fields(of: structure, in: range) {
          #expect(field.range.overlaps(range))
          #expect(field.range.lowerBound >= structure.range.lowerBound)
          #expect(!anatomy.explanation(of: field, at: field.range.lowerBound).lines.isEmpty)
        }
      }
    }
    for root in anatomy.roots {
      #expect(try anatomy.entries(of: root, 0..<20).count <= 20)
      let last = anatomy.entryCount(of: root)
      #expect(try anatomy.entries(of: root, max(0, last - 5)..<last).count == min(5, last))
    }
  }

  @Test func theExplanationTellsWhatFollows() throws {
    let (directory, path) = try StructureTests.image([])
    defer { _ = directory }
    var bytes = try ImageBytes(contentsOf: path)
    func words(_ image: ImageBytes, _ place: Int) throws -> [String] {
      let anatomy = try Anatomy(MemoryStorage(image.bytes, name: "image"))
      let field = try #require(try anatomy.field(at: HostOffset(UInt64(place))))
      return anatomy.explanation(of: field).lines.map(\.text)
    }
    // Written after the last snapshot, so that nobody else has it.
    let own = bytes.l2Entry(0, 128)
    #expect(try words(bytes, own).contains("COPIED and a reference count of 1: written in place"))
    let shared = bytes.l2Entry(0, 0)
    #expect(try words(bytes, shared).contains { $0.contains("3 references") })
    bytes.store(bytes.number(at: shared, width: 8) | 1 << 63, at: shared, width: 8)
    #expect(try words(bytes, shared).contains { $0.hasPrefix("COPIED says one reference but 3") })
    #expect(try words(bytes, 72).contains { $0.contains("the image must not be written") })
  }
}
