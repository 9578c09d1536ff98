import Testing

@testable import QCOW2

/// Published vectors of the ciphers and modes.
@Suite struct CipherVectorTests {
  private static func decrypted(
    _ cipher: any KeyedCipher, _ text: String, vector: String
  ) throws -> [UInt8] {
    var data = bytes(text)
    var vector = bytes(vector)
    let result = unsafe data.withUnsafeMutableBytes { data in
      unsafe vector.withUnsafeMutableBytes { vector in
        Result { try unsafe cipher.decrypt(data, vector: vector) }
      }
    }
    try result.get()
    return data
  }

  private static func cipher(
    _ algorithm: CipherAlgorithm, _ mode: CipherMode, key: String
  ) throws -> any KeyedCipher {
    try unsafe bytes(key).withUnsafeBytes { key -> any KeyedCipher in
      algorithm == .twofish192
        ? unsafe Twofish192(mode, key: key) : try unsafe GcryptCipher(algorithm, mode, key: key)
    }
  }

  @Test(
    "one block of ECB",
    arguments: [
      // FIPS 197, appendix C.
      (
        .aes128, "000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff",
        "69c4e0d86a7b0430d8cdb78070b4c55a"
      ),
      (
        .aes192, "000102030405060708090a0b0c0d0e0f1011121314151617",
        "00112233445566778899aabbccddeeff", "dda97ca4864cdfe06eaf70a0ec0d7191"
      ),
      (
        .aes256, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "00112233445566778899aabbccddeeff", "8ea2b7ca516745bfeafc49904b496089"
      ),
      // RFC 2144, appendix B.1.
      (.cast5, "0123456712345678234567893456789a", "0123456789abcdef", "238b4fe5847e44b2"),
      // The Twofish paper, appendix B.2.
      (
        .twofish128, "00000000000000000000000000000000", "00000000000000000000000000000000",
        "9f589f5cf6122c32b6bfec2f2ae8c35a"
      ),
      (
        .twofish192, "0123456789abcdeffedcba98765432100011223344556677",
        "00000000000000000000000000000000", "cfd1d2e5a9be9cdf501f13b892bd2248"
      ),
      (
        .twofish256, "0123456789abcdeffedcba987654321000112233445566778899aabbccddeeff",
        "00000000000000000000000000000000", "37527be0052334b89f0cfccae87cfa20"
      ),
    ] as [(CipherAlgorithm, String, String, String)])
  func block(_ vector: (CipherAlgorithm, key: String, plain: String, coded: String)) throws {
    let cipher = try Self.cipher(vector.0, .ecb, key: vector.key)
    let plain = try Self.decrypted(cipher, vector.coded, vector: "")
    #expect(plain == bytes(vector.plain))
  }

  /// NIST SP 800-38A, F.2 and F.5.
  @Test(
    arguments: [
      (
        .cbc, "000102030405060708090a0b0c0d0e0f",
        """
        7649abac8119b246cee98e9b12e9197d 5086cb9b507219ee95db113a917678b2
        73bed6b8e3c1743b7116e69e22229516 3ff1caa1681fac09120eca307586e1a7
        """
      ),
      (
        .ctr, "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
        """
        874d6191b620e3261bef6864990db6ce 9806f66b7970fdff8617187bb9fffdff
        5ae4df3edbd5d35e5b4f09020db03eab 1e031dda2fbe03d1792170a0f3009cee
        """
      ),
    ] as [(CipherMode, String, String)])
  func chaining(_ vector: (mode: CipherMode, iv: String, coded: String)) throws {
    let cipher = try Self.cipher(.aes128, vector.mode, key: "2b7e151628aed2a6abf7158809cf4f3c")
    let plain = bytes(
      """
      6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
      30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710
      """)
    // Twice: nothing of the first sector may be left over for the second.
    for _ in 0..<2 {
      #expect(try Self.decrypted(cipher, vector.coded, vector: vector.iv) == plain)
    }
  }

  /// The block of the Twofish paper once more: chained to itself, and as the key stream.
  @Test func chainingOfTwofish192() throws {
    let key = "0123456789abcdeffedcba98765432100011223344556677"
    let (zeros, coded) = (String(repeating: "00", count: 16), "cfd1d2e5a9be9cdf501f13b892bd2248")
    let cbc = try Self.cipher(.twofish192, .cbc, key: key)
    #expect(try Self.decrypted(cbc, coded + coded, vector: zeros) == bytes(zeros + coded))
    let ctr = try Self.cipher(.twofish192, .ctr, key: key)
    #expect(try Self.decrypted(ctr, coded, vector: zeros) == bytes(zeros))
    let counter = String(repeating: "f", count: 32)
    #expect(try Self.decrypted(ctr, zeros + coded, vector: counter).suffix(16) == bytes(zeros)[...])
  }

  /// IEEE 1619, annex B, vectors 1 and 2.
  @Test(arguments: [
    (
      "00000000000000000000000000000000 00000000000000000000000000000000", "00", 0x00,
      "917cf69ebd68b2ec9b9fe9a3eadda692 cd43d2f59598ed858c02c2652fbf922e"
    ),
    (
      "11111111111111111111111111111111 22222222222222222222222222222222", "3333333333", 0x44,
      "c454185e6a16936e39334038acef838b fb186fff7480adc4289382ecd6d394f0"
    ),
  ])
  func xts(_ vector: (key: String, sector: String, plain: UInt8, coded: String)) throws {
    let cipher = try Self.cipher(.aes128, .xts, key: vector.key)
    let unit = vector.sector + String(repeating: "00", count: 16 - vector.sector.count / 2)
    let plain = try Self.decrypted(cipher, vector.coded, vector: unit)
    #expect(plain == Array(repeating: vector.plain, count: 32))
  }
}
