import TestSupport
import Testing

@testable import QCOW2

/// Headers that are spoilt in every way: whatever they say, trying a pass phrase ends soon, in a
/// result or an error, and reads no more than the largest key material.
@Suite struct LUKSMutationTests {
  @Test(.timeLimit(.minutes(2)), arguments: 0..<8) func spoiltHeaders(_ part: Int) throws {
    let clean = try LUKSComposer(.aes128, mode: "cbc-essiv:sha256", hash: .sha256, iterations: 20)
    let start = clean.start
    // A header of its own in front of the material: that is quicker to spoil than the whole image.
    let material = Array(clean.image.bytes[start + 4096..<start + 600_000])
    var verdicts: Set<String> = []
    for seed in 0..<250 {
      var random = SplitMix64(seed: UInt64(part * 250 + seed))
      var header = ImageBytes(Array(clean.image.bytes[start..<start + 4096]))
      for _ in 0...Int.random(in: 0..<3, using: &random) { spoil(&header, &random) }
      let storage = CountingStorage(MemoryStorage(header.bytes + material, name: "spoilt"))
      let length = seed % 10 == 0 ? random.next() : try storage.byteCount()
      verdicts.insert(verdict(storage, length))
      #expect(storage.calls.allSatisfy { $0.count <= 64 * 4000 })
    }
    #expect(verdicts.count >= 4, "\(verdicts)")
  }

  private func verdict(_ storage: CountingStorage, _ length: UInt64) -> String {
    do {
      let pointer = EncryptionHeaderPointer(offset: .zero, length: length)
      let volume = try LUKSVolume(storage, at: pointer)
      for slot in volume.header.slots {
        for field in LUKSKeySlot.fields { #expect(!slot.text(field).contains("\u{1b}")) }
      }
      for field in LUKSHeader.fields { #expect(!volume.header.text(field).contains("\u{1b}")) }
      _ = try volume.unlock(with: Secret(LUKSComposer.passphrase), iterationLimit: 1000)
      return "open"
    } catch {
      #expect(!error.description.isEmpty && !error.description.contains("\u{1b}"))
      return "\(error)"
    }
  }

  /// Changes a field to something likely to hurt, or any byte to any other.
  private func spoil(_ header: inout ImageBytes, _ random: inout SplitMix64) {
    let slot = Int.random(in: 0..<8, using: &random)
    let slots = LUKSKeySlot.fields.map { (208 + 48 * slot + $0.offset, $0.width) }
    let fields = LUKSHeader.fields.map { ($0.offset, $0.width) } + slots
    guard let (offset, width) = fields.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      let values: [UInt64] = [
        0, 1, 16, 32, 64, 999, 1001, 4000, 0x00ac_71f3, 0xdead, 0x7fff_ffff, 0xffff_ffff,
      ]
      header.store(values.randomElement(using: &random) ?? 0, at: offset, width: min(width, 4))
    case 1:
      let names = ["aes", "twofish", "serpent", "cast5", "xts-plain", "ecb", "ctr-plain64", "md5"]
      header.store(Array((names.randomElement(using: &random) ?? "").utf8) + [0], at: offset)
    case 2: header.store(random.next(), at: offset, width: min(width, 8))
    default:
      let place = Int.random(in: 0..<LUKSHeader.byteCount, using: &random)
      header.bytes[place] = UInt8(truncatingIfNeeded: random.next())
    }
  }
}
