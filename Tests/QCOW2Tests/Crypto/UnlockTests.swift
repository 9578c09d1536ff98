import TestSupport
import Testing

@testable import QCOW2

@Suite struct UnlockTests {
  private func pattern(_ count: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  /// An image made by QEMU alone, with slots that QEMU fills and empties.
  @Test func slotsThatQEMUChanges() throws {
    let image = try EncryptedImage(options: ["iter-time=10"], secret: "data=first")
    let data = pattern(0x30000, seed: 3)
    try image.write(data, at: 0x20000, secret: "data=first")
    #expect(try image.volume().unlock(with: Secret("first")).slot == 0)

    try image.amend(["state=active", "keyslot=6"], secret: "data=first", newSecret: "data=second")
    let both = try image.volume()
    #expect(try both.unlock(with: Secret("first")).slot == 0)
    #expect(try both.unlock(with: Secret("second")).slot == 6)

    try image.amend(["state=inactive", "keyslot=0"], secret: "data=second")
    let volume = try image.volume()
    #expect(volume.findings.isEmpty)
    #expect(throws: EncryptionError.wrongPassphrase) { try volume.unlock(with: Secret("first")) }
    let cipher = try volume.unlock(with: Secret("second")).cipher
    let whole = try image.guestBytes(secret: "data=second")
    #expect(try image.decrypted(0x20000..<0x50000, with: cipher) == data)
    #expect(Array(whole[0x20000..<0x50000]) == data)
  }

  @Test func allEightSlots() throws {
    var composer = try LUKSComposer(.aes256, mode: "ctr-plain64", hash: .sha1)
    // Without bytes, and of bytes that are not letters.
    let passphrases =
      [LUKSComposer.passphrase] + (1..<6).map { "slot \($0)" } + ["", "p\u{e4}ss \u{1f511}"]
    for slot in 1..<8 { try composer.add(slot: slot, passphrase: passphrases[slot]) }
    let image = try EncryptedImage(composer.image.bytes)
    let data = pattern(0x10000, seed: 5)
    let volume = try image.volume()
    for (slot, passphrase) in passphrases.enumerated() {
      try image.write(data, at: slot << 16, secret: "data=\(passphrase)")
      let opened = try volume.unlock(with: Secret(passphrase))
      #expect(opened.slot == slot)
      #expect(try image.decrypted(slot << 16..<(slot + 1) << 16, with: opened.cipher) == data)
    }
    #expect(throws: EncryptionError.wrongPassphrase) { try volume.unlock(with: Secret("slot 8")) }
  }

  @Test func legacyAES() throws {
    // 17 bytes: the last one does not count.
    for passphrase in ["short", "exactly 16 bytes", "more than sixteen"] {
      let image = try EncryptedImage(format: "aes", secret: "data=\(passphrase)")
      let data = pattern(0x20000, seed: 9)
      try image.write(Array(data[0x10000...]), at: 0x80000, secret: "data=\(passphrase)")
      try image.write(Array(data[..<0x10000]), at: 0x70000, secret: "data=\(passphrase)")
      let cipher = try SectorCipher(legacyAES: Secret(passphrase))
      #expect(try image.decrypted(0x70000..<0x90000, with: cipher) == data)
      let other = try SectorCipher(legacyAES: Secret("x" + passphrase))
      #expect(try image.decrypted(0x70000..<0x90000, with: other) != data)
    }
  }

  @Test func aSlotThatCannotBeTriedDoesNotHideTheOthers() throws {
    var composer = try LUKSComposer(.aes128, mode: "ctr-plain64", hash: .sha256)
    try composer.add(slot: 4, passphrase: "four")
    composer.store(UInt64(UInt32.max), .luksSlotIterations, slot: 0)
    let volume = try volume(composer)
    #expect(try volume.unlock(with: Secret("four")).slot == 4)
    #expect(
      throws: EncryptionError.tooManyIterations(
        slot: 0, count: .max, limit: LUKSVolume.iterationLimit)
    ) { try volume.unlock(with: Secret("five")) }
    composer.store(UInt64(UInt32.max), .luksDigestIterations)
    #expect(
      throws: EncryptionError.tooManyIterations(
        slot: nil, count: .max, limit: LUKSVolume.iterationLimit)
    ) { try self.volume(composer).unlock(with: Secret("four")) }
  }

  @Test func aHeaderWithoutActiveSlots() throws {
    var composer = try LUKSComposer(.aes128, mode: "xts-plain64", hash: .sha256, isComplete: false)
    composer.store(LUKSKeySlot.inactive, .luksSlotActive, slot: 0)
    #expect(throws: EncryptionError.noActiveSlot) {
      try volume(composer).unlock(with: Secret("any"))
    }
  }

  @Test func aBrokenRuleKeepsTheVolumeLocked() throws {
    var composer = try LUKSComposer(.aes128, mode: "xts-plain64", hash: .sha256)
    composer.store(3999, .luksSlotStripes, slot: 5)
    let volume = try volume(composer)
    #expect {
      try volume.unlock(with: Secret(LUKSComposer.passphrase))
    } throws: { error in
      guard case .malformed(let finding) = error as? EncryptionError else { return false }
      return finding.field == .luksSlotStripes
    }
  }

  @Test func keyMaterialMustExist() throws {
    let composer = try LUKSComposer(.aes128, mode: "xts-plain64", hash: .sha256)
    let short = Array(composer.image.bytes[..<(composer.start + 10_000)])
    #expect(
      throws: EncryptionError.truncated(
        at: HostOffset(UInt64(composer.start) + 4096), expected: 128_000, found: 5904)
    ) { try volume(composer, bytes: short).unlock(with: Secret(LUKSComposer.passphrase)) }
    #expect {
      try volume(composer, length: 132_095).unlock(with: Secret(LUKSComposer.passphrase))
    } throws: { error in
      guard case .malformed(let finding) = error as? EncryptionError else { return false }
      return finding.code == "luks-bounds"
    }
    #expect(throws: EncryptionError.self) { try volume(composer, length: 591) }
    #expect(throws: EncryptionError.self) { try volume(composer, offset: .max - 100) }
  }

  /// The specification lets ECB stand alone; QEMU wants a generator, which it then does not use.
  @Test func ecbNeedsNoGenerator() throws {
    var composer = try LUKSComposer(.aes256, mode: "ecb-plain64", hash: .sha256)
    composer.store("ecb", .luksCipherMode)
    let (cipher, _) = try volume(composer).unlock(with: Secret(LUKSComposer.passphrase))
    #expect(cipher.specification.ivGenerator == .none)
  }

  private func volume(
    _ composer: LUKSComposer, bytes: [UInt8]? = nil, offset: UInt64? = nil,
    length: UInt64 = 2_068_480
  ) throws -> LUKSVolume {
    try LUKSVolume(
      MemoryStorage(bytes ?? composer.image.bytes, name: "image"),
      at: EncryptionHeaderPointer(
        offset: HostOffset(offset ?? UInt64(composer.start)), length: length))
  }
}
