import SystemPackage
import TestSupport
import Testing

@testable import QCOW2

/// Every cipher, mode and IV generator that QEMU 7.2 accepts, each with one of the hashes in turn:
/// QEMU unlocks the header, writes, and we read what it wrote.
@Suite struct CipherMatrixTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let cipher: CipherAlgorithm
    let mode: String
    let hash: HashAlgorithm
    var testDescription: String { "\(cipher.rawValue) \(mode) \(hash)" }
  }

  /// QEMU makes no LUKS of 192-bit keys but in XTS mode: key material would end within a sector,
  /// which trips an assertion of its own.
  static let cases: [Case] = {
    var cases: [Case] = []
    for cipher in CipherAlgorithm.allCases {
      for mode in CipherMode.allCases where mode == .xts || cipher.keyByteCount != 24 {
        for generator in [.plain, .plain64, .essiv(.md5), .essiv(.sha256)] as [IVGenerator]
        where (try? CipherSpecification(cipher, mode, generator)) != nil {
          let hashes = HashAlgorithm.allCases
          cases.append(
            Case(
              cipher: cipher, mode: "\(mode)-\(generator.name)",
              hash: hashes[cases.count % hashes.count]))
        }
      }
    }
    return cases
  }()

  @Test func theMatrixIsWhole() { #expect(Self.cases.count == 117) }

  @Test(arguments: cases) func readsWhatQEMUWrites(_ one: Case) throws {
    let composer = try LUKSComposer(one.cipher, mode: one.mode, hash: one.hash)
    let image = try EncryptedImage(composer.image.bytes)
    let secret = "data=\(LUKSComposer.passphrase)"
    var random = SplitMix64(seed: 7)
    let data = (0..<0x18200).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    // Not in the order of the clusters, so that host and guest sectors differ.
    try image.write(Array(data[0x10000...]), at: 0x50000, secret: secret)
    try image.write(Array(data[..<0x10000]), at: 0x40000, secret: secret)
    let volume = try image.volume()
    #expect(volume.findings.isEmpty)
    let (cipher, slot) = try volume.unlock(with: Secret(LUKSComposer.passphrase))
    #expect(slot == 0)
    #expect(try image.decrypted(0x40000..<0x58200, with: cipher) == data)
    let disk = try Disk(FilePath(image.path), secret: Secret(LUKSComposer.passphrase))
    var whole = [UInt8](repeating: 0, count: 1 << 20)
    whole.replaceSubrange(0x40000..<0x58200, with: data)
    try expectBytes(disk, whole)
  }

  /// Names that are wrong to QEMU are wrong to us, and none else.
  @Test(arguments: [
    ("aes", "cbc-plain64", 32, "sha256"), ("aes", "cbc-plain64:sha1", 32, "sha256"),
    ("aes", "cbc-plain64:frob", 32, "sha256"), ("aes", "cbc-essiv", 32, "sha256"),
    ("aes", "cbc-essiv:", 32, "sha256"), ("aes", "cbc-essiv:sha512", 32, "sha256"),
    ("aes", "cbc-essiv:sha1", 16, "sha256"), ("aes", "cbc-null", 32, "sha256"),
    ("aes", "cbc-benbi", 32, "sha256"), ("aes", "lrw-benbi", 32, "sha256"),
    ("aes", "cbc", 32, "sha256"), ("aes", "", 32, "sha256"), ("aes", "-plain", 32, "sha256"),
    ("aes", "cbc-", 32, "sha256"), ("aes", "CBC-plain", 32, "sha256"),
    ("AES", "cbc-plain", 32, "sha256"), ("", "cbc-plain", 32, "sha256"),
    ("aes", "cbc-plain", 0, "sha256"), ("aes", "cbc-plain", 20, "sha256"),
    ("aes", "cbc-plain", 64, "sha256"), ("aes", "xts-plain", 33, "sha256"),
    ("aes", "xts-plain", 16, "sha256"), ("aes", "xts-plain", 48, "sha256"),
    ("cast5", "xts-plain64", 32, "sha256"), ("cast5", "cbc-essiv:sha256", 16, "sha256"),
    ("cast5", "cbc-plain64", 10, "sha256"), ("des3_ede", "cbc-plain64", 24, "sha256"),
    ("blowfish", "cbc-plain64", 16, "sha256"), ("camellia", "xts-plain64", 64, "sha256"),
    ("serpent", "xts-plain64", 64, "whirlpool"), ("serpent", "xts-plain64", 64, "SHA1"),
    ("twofish", "ecb-plain64", 32, "md5"), ("twofish", "ctr-plain64", 32, ""),
  ]) func namesAreJudgedAsByQEMU(_ names: (String, String, Int, String)) throws {
    var composer = try LUKSComposer(.aes256, mode: "xts-plain64", hash: .sha256, isComplete: false)
    composer.store(names.0, .luksCipherName)
    composer.store(names.1, .luksCipherMode)
    composer.store(UInt64(names.2), .luksKeyBytes)
    composer.store(names.3, .luksHash)
    let image = try EncryptedImage(composer.image.bytes)
    let isFine = try run("qemu-img", ["info", image.path]).succeeded
    let volume = try image.volume()
    #expect(volume.findings.isEmpty)
    do {
      _ = try volume.unlock(with: Secret("wrong"))
    } catch .unsupported {
      // Without a pass phrase QEMU lets two pass that it then cannot start.
      let isLate = names.1.hasPrefix("xts") && (names.0 == "cast5" || names.2 == 33)
      #expect(isFine == isLate)
    } catch {
      #expect(error == .wrongPassphrase)
      #expect(isFine)
    }
  }
}
