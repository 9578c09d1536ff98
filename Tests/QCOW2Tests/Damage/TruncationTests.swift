import QCOW2
import TestSupport
import Testing

@Suite("Files that are cut off")
struct TruncationTests {
  /// The header, its fields' borders, and the tables of `MixedImage`.
  private static func lengths(_ image: ImageBytes) -> [Int] {
    let l1 = image.l1Entry(0)
    let (first, second) = (image.l2Table(0), image.l2Table(1))
    let refcounts = Int(image.number(at: 48, width: 8))
    let header = [0, 1, 3, 4, 7, 8, 20, 24, 48, 50, 56, 60, 71, 72, 73, 96, 100, 103, 104, 105]
    let tables = [l1, l1 + 8, l1 + 16, refcounts, refcounts + 4, first, first + 8, first + 2048]
    let rest = [second, second + 4096, image.bytes.count - 1, image.bytes.count - 4096]
    return header + [111, 112, 200, 503, 504, 4095, 4096, 4097] + tables + rest
  }

  @Test(arguments: [[], ["compat=0.10"]])
  func openAsQEMUDoesAndStaySound(_ options: [String]) throws {
    let directory = try TemporaryDirectory()
    let mixed = try MixedImage(in: directory, options: options)
    for length in TruncationTests.lengths(mixed.image) {
      let cut = ImageBytes(Array(mixed.image.bytes.prefix(length)))
      let path = directory.file("cut.qcow2")
      try write(cut.bytes, to: path)
      let storage = MemoryStorage(cut.bytes, name: "cut")
      let opens = (try? Image(storage)) != nil
      let theirs = try QEMU.refusal(of: path)
      #expect(opens == (theirs == nil), "\(length) bytes; QEMU: \(theirs ?? "opens it")")
      guard opens else { continue }
      try expectSpecified(cut)
      try expectWholeClusters(cut, mixed)
    }
  }

  /// Clusters whose bytes are all there read as they did before.
  private func expectWholeClusters(_ cut: ImageBytes, _ mixed: MixedImage) throws {
    let opened = try Image(MemoryStorage(cut.bytes, name: "cut"))
    for start in stride(from: 0, to: mixed.whole.count, by: 4096) {
      guard case .data(let host) = specifiedMapping(cut, at: start),
        Int(host.rawValue) + 4096 <= cut.bytes.count
      else { continue }
      let found = try opened.read(at: GuestOffset(UInt64(start)), count: 4096)
      #expect(firstDifference(found, from: mixed.whole, at: start) == nil, "\(start)")
    }
  }

  @Test func aFileOfOtherBytesIsNotAnImage() throws {
    let directory = try TemporaryDirectory()
    for bytes: [UInt8] in [[], [0x51], Array("QFI".utf8), Array("KDMV and more".utf8)] {
      let path = directory.file("other")
      try write(bytes, to: path)
      let expected = ImageError.notAnImage(found: Array(bytes.prefix(4)))
      #expect(throws: expected) { try Inspection(openStorage(path)) }
      #expect(throws: expected) { try Image(openStorage(path)) }
      #expect(try QEMU.refusal(of: path) != nil)
    }
  }
}
