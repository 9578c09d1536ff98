import QCOW2
import TestSupport
import Testing

@Suite("How one guest offset is resolved")
struct TranslationTests {
  /// Every entry on the way, against the bytes of the file.
  @Test(arguments: ["cluster_size=512", "cluster_size=64k", "cluster_size=16k,extended_l2=on"])
  func everyEntryOnTheWay(_ options: String) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    try QEMU.create(path, size: "2M", options: [options])
    try QEMU.io(path, ["write -P 1 0 64k", "write -c -P 2 64k 64k", "write -P 3 1M 3k"])
    let bytes = try ImageBytes(contentsOf: path)
    let image = try Image(openStorage(path))
    let isExtended = options.contains("extended")
    let entrySize = isExtended ? 16 : 8
    let size = bytes.clusterSize
    var generator = SplitMix64(seed: 11)
    for _ in 0..<200 {
      let guest = Int.random(in: 0..<2 << 20, using: &generator)
      let found = image.translation(of: GuestOffset(UInt64(guest)))
      let (l1Index, rest) = guest.quotientAndRemainder(dividingBy: size / entrySize * size)
      #expect(found.l1Index == l1Index)
      #expect(found.l1?.rawValue == bytes.number(at: bytes.l1Entry(l1Index), width: 8))
      #expect(found.l2Index == rest / size)
      #expect(found.subcluster == (isExtended ? rest % size / (size / 32) : nil))
      #expect(found.mapping == image.mapping(at: GuestOffset(UInt64(guest))))
      guard bytes.l2Table(l1Index) != 0 else {
        #expect(found.l2 == nil)
        continue
      }
      let entry = bytes.l2Entry(l1Index, rest / size, size: entrySize)
      #expect(found.l2?.rawValue == bytes.number(at: entry, width: 8))
      let bitmap = isExtended ? bytes.number(at: entry + 8, width: 8) : 0
      #expect(found.l2?.subclusters.rawValue == bitmap)
      guard case .data(let host) = found.mapping else { continue }
      #expect(bytes.bytes[Int(host.rawValue)] == written(guest))
    }
  }

  private func written(_ guest: Int) -> UInt8 {
    if guest < 65_536 { return 1 }
    return (1 << 20..<(1 << 20) + 3072).contains(guest) ? 3 : 0
  }
}
