import Testing

@testable import QCOW2

@Suite struct SectorCipherTests {
  /// IEEE 1619, annex B, vector 10: a whole sector, through the public door.
  @Test func xtsSector() throws {
    var key = bytes(
      """
      2718281828459045235360287471352662497757247093699959574966967627
      3141592653589793238462643383279502884197169399375105820974944592
      """)
    var data = bytes(VectorTen.coded)
    let cipher = try SectorCipher(
      CipherSpecification(.aes256, .xts, .plain64), key: Secret(wiping: &key))
    var span = data.mutableSpan
    var raw = unsafe span.mutableBytes
    try cipher.decrypt(&raw, firstSector: 0xff)
    #expect(data == (0..<512).map { UInt8(truncatingIfNeeded: $0) })
  }

  /// Threads that share a cipher do not meet.
  @Test func manyThreads() async throws {
    let cipher = try SectorCipher(
      CipherSpecification(.serpent128, .cbc, .essiv(.sha256)), key: Secret("sixteen bytes it"))
    let expected = try decrypted(512 * 64, cipher, sector: 5)
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<24 { group.addTask { try decrypted(512 * 64, cipher, sector: 5) } }
      for try await found in group { #expect(found == expected) }
    }
    // Sector by sector it is the same.
    let single = try (0..<64).flatMap { try decrypted(512, cipher, sector: 5 + UInt64($0)) }
    #expect(single == expected)
    #expect(try decrypted(0, cipher, sector: .max).isEmpty)
    #expect(
      try decrypted(1024, cipher, sector: .max).suffix(512)
        == decrypted(512, cipher, sector: 0)[...])
  }

  /// The numbers of sectors as initial vectors, seen through CBC: only the first block differs.
  @Test func plainKeeps32BitsOfTheSector() throws {
    func decrypted(_ generator: IVGenerator, sector: UInt64) throws -> [UInt8] {
      let cipher = try SectorCipher(
        CipherSpecification(.aes128, .cbc, generator), key: Secret("sixteen bytes it"))
      return try QCOW2Tests.decrypted(512, cipher, sector: sector)
    }
    let far: UInt64 = 0x0000_0001_0000_0002
    #expect(try decrypted(.plain, sector: far) == decrypted(.plain, sector: 2))
    #expect(try decrypted(.plain64, sector: far) != decrypted(.plain64, sector: 2))
    #expect(try decrypted(.plain64, sector: 2) == decrypted(.plain, sector: 2))
    // The number is little-endian: it changes bytes 0 and 4 of the first block, and no others.
    let zero = try decrypted(.plain64, sector: 0)
    let other = try decrypted(.plain64, sector: far)
    #expect(zero.indices.filter { zero[$0] != other[$0] } == [0, 4])
  }

  @Test func essivNeedsAKeySizeThatIsADigest() {
    for algorithm in CipherAlgorithm.allCases {
      for hash in HashAlgorithm.allCases {
        let isPossible =
          hash == .md5 || hash == .sha256 && algorithm != .cast5
        let made = try? CipherSpecification(algorithm, .cbc, .essiv(hash))
        #expect((made != nil) == isPossible, "\(algorithm) \(hash)")
      }
    }
  }
}

/// Zeros as they are decrypted.
private func decrypted(_ count: Int, _ cipher: SectorCipher, sector: UInt64) throws -> [UInt8] {
  var data = [UInt8](repeating: 0, count: count)
  var span = data.mutableSpan
  var raw = unsafe span.mutableBytes
  try cipher.decrypt(&raw, firstSector: sector)
  return data
}

private enum VectorTen {
  static let coded = """
    1c3b3a102f770386e4836c99e370cf9bea00803f5e482357a4ae12d414a3e63b
    5d31e276f8fe4a8d66b317f9ac683f44680a86ac35adfc3345befecb4bb188fd
    5776926c49a3095eb108fd1098baec70aaa66999a72a82f27d848b21d4a741b0
    c5cd4d5fff9dac89aeba122961d03a757123e9870f8acf1000020887891429ca
    2a3e7a7d7df7b10355165c8b9a6d0a7de8b062c4500dc4cd120c0f7418dae3d0
    b5781c34803fa75421c790dfe1de1834f280d7667b327f6c8cd7557e12ac3a0f
    93ec05c52e0493ef31a12d3d9260f79a289d6a379bc70c50841473d1a8cc81ec
    583e9645e07b8d9670655ba5bbcfecc6dc3966380ad8fecb17b6ba02469a020a
    84e18e8f84252070c13e9f1f289be54fbc481457778f616015e1327a02b140f1
    505eb309326d68378f8374595c849d84f4c333ec4423885143cb47bd71c5edae
    9be69a2ffeceb1bec9de244fbe15992b11b77c040f12bd8f6a975a44a0f90c29
    a9abc3d4d893927284c58754cce294529f8614dcd2aba991925fedc4ae74ffac
    6e333b93eb4aff0479da9a410e4450e0dd7ae4c6e2910900575da401fc07059f
    645e8b7e9bfdef33943054ff84011493c27b3429eaedb4ed5376441a77ed4385
    1ad77f16f541dfd269d50d6a5f14fb0aab1cbb4c1550be97f7ab4066193c4caa
    773dad38014bd2092fa755c824bb5e54c4f36ffda9fcea70b9c6e693e148c151
    """
}
