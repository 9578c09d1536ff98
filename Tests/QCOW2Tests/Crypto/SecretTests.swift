import SystemPackage
import TestSupport
import Testing

@testable import QCOW2

@Suite struct SecretTests {
  @Test func showsNothing() {
    let secret = Secret("hunter2")
    var dumped = ""
    dump(secret, to: &dumped)
    dump((secret, [secret]), to: &dumped)
    let shown = "\(secret) \(String(reflecting: secret)) \(String(describing: [secret])) \(dumped)"
    #expect(!shown.contains("hunter2"))
    #expect(!shown.contains("7"))
    #expect(!shown.contains("0x"))
    #expect(Mirror(reflecting: secret).children.isEmpty)
  }

  @Test func takesBytesOver() {
    var bytes: [UInt8] = [1, 2, 3]
    let secret = Secret(wiping: &bytes)
    #expect(bytes == [0, 0, 0])
    #expect(secret.revealed == [1, 2, 3])
    var none: [UInt8] = []
    #expect(Secret(wiping: &none).revealed.isEmpty)
  }

  @Test func memoryIsWiped() {
    var bytes = [UInt8](repeating: 7, count: 100)
    unsafe bytes.withUnsafeMutableBytes { unsafe wipe($0) }
    #expect(bytes.allSatisfy { $0 == 0 })
    unsafe withWipedMemory(32) { memory in
      #expect(unsafe memory.allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 100_000]) func readsWholeFiles(count: Int) throws {
    let directory = try TemporaryDirectory()
    let file = directory.file("passphrase")
    let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try write(content, to: file)
    #expect(try Secret(file: FilePath(file)).revealed == content)
  }

  @Test func readsPipes() throws {
    let (reading, writing) = try FileDescriptor.pipe()
    try writing.writeAll([1, 2, 3, 10])
    try writing.close()
    #expect(try Secret(readingFrom: reading).revealed == [1, 2, 3, 10])
    // It is the caller's.
    try reading.close()
  }

  @Test func refusesEndlessFilesAndMissingOnes() {
    #expect(throws: EncryptionError.secretTooLong(limit: 8 << 20)) {
      try Secret(file: "/dev/zero")
    }
    #expect(throws: EncryptionError.system(.init(.open, .noSuchFileOrDirectory))) {
      try Secret(file: "/nonexistent/passphrase")
    }
    #expect(throws: EncryptionError.system(.init(.read, .isDirectory))) { try Secret(file: "/") }
  }

  /// QEMU takes the bytes of `secret,file=` as they are, and so do we: a newline counts.
  @Test func aNewlineAtTheEndCounts() throws {
    let directory = try TemporaryDirectory()
    let file = directory.file("passphrase")
    try write(Array("line\n".utf8), to: file)
    let image = try EncryptedImage(format: "aes", secret: "file=\(file)")
    let data = [UInt8](repeating: 0x42, count: 65536)
    try image.write(data, at: 0, secret: "file=\(file)")
    let cipher = try SectorCipher(legacyAES: Secret(file: FilePath(file)))
    #expect(try image.decrypted(0..<65536, with: cipher) == data)
    let without = try SectorCipher(legacyAES: Secret("line"))
    #expect(try image.decrypted(0..<65536, with: without) != data)
  }

  @Test func errorsAreSentences() {
    let errors: [EncryptionError] = [
      .wrongPassphrase, .noActiveSlot, .unsupported(.ivGenerator, name: "benbi"),
      .malformed(Finding("x", .noGuestData, "broken")),
      .truncated(at: HostOffset(4096), expected: 10, found: 3),
      .tooManyIterations(slot: 3, count: 7, limit: 5),
      .tooManyIterations(slot: nil, count: 7, limit: 5), .secretTooLong(limit: 9),
      .system(.init(.open, .ioError)), .library(call: "gcry_md_open", reason: "no"), .cancelled,
    ]
    #expect(Set(errors.map(\.description)).count == errors.count)
    #expect(
      errors[2].description == "the IV generator \"benbi\" is not supported")
    #expect(
      errors[5].description == "key slot 3 takes 7 iterations, allowed is at most 5")
  }
}
