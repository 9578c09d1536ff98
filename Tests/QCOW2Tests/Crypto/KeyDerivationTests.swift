import Foundation
import Testing

@testable import QCOW2

@Suite struct KeyDerivationTests {
  private func key(
    _ count: Int, _ passphrase: String, _ salt: String, _ iterations: UInt32,
    _ hash: HashAlgorithm = .sha1, cancellation: Cancellation? = nil
  ) throws -> [UInt8] {
    try PBKDF2.key(
      count, from: Secret(passphrase), salt: Array(salt.utf8), hash: hash, iterations: iterations,
      cancellation: cancellation
    ).revealed
  }

  /// RFC 6070.
  @Test func publishedKeys() throws {
    #expect(
      try key(20, "password", "salt", 1) == bytes("0c60c80f961f0e71f3a9b524af6012062fe037a6"))
    #expect(
      try key(20, "password", "salt", 2) == bytes("ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"))
    #expect(
      try key(20, "password", "salt", 4096) == bytes("4b007901b765489abead49d926f721d065a429c1"))
    #expect(
      try key(
        25, "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096)
        == bytes("3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"))
    #expect(
      try key(16, "pass\0word", "sa\0lt", 4096) == bytes("56fa6aa75548099dcc37d7f03425e0c3"))
  }

  /// RFC 7914, section 11.
  @Test func publishedKeysOfSHA256() throws {
    #expect(
      try key(64, "passwd", "salt", 1, .sha256)
        == bytes(
          """
          55ac046e56e3089fec1691c22544b605 f94185216dde0465e68b9d57c20dacbc
          49ca9cccf179b645991664b39d77ef31 7c71b845b1e30bd509112041d3a19783
          """))
  }

  /// Of one stripe the key is the stripe; of two, the hash of the first comes in.
  @Test func stripesAreMerged() throws {
    let first = [UInt8](repeating: 0xa5, count: 16)
    let second = [UInt8](repeating: 0x3c, count: 16)
    #expect(try merged(first) == first)
    let digest = try Digest(.md5)
    var hash = [UInt8](repeating: 0, count: 16)
    digest.update(0)
    unsafe first.withUnsafeBytes { unsafe digest.update($0) }
    unsafe hash.withUnsafeMutableBytes { unsafe digest.finish(into: $0) }
    #expect(try merged(first + second) == zip(hash, second).map { $0 ^ $1 })
  }

  private func merged(_ material: [UInt8]) throws -> [UInt8] {
    try unsafe material.withUnsafeBytes {
      try unsafe AntiForensic.merge($0, count: 16, hash: .md5)
    }.revealed
  }

  /// All of it would take hours.
  @Test(.timeLimit(.minutes(1))) func theLargestCountIsStoppedAtOnce() {
    let cancellation = Cancellation()
    let duration = ContinuousClock().measure {
      // A thread of its own: the tests around may keep every other one busy.
      Thread.detachNewThread {
        Thread.sleep(forTimeInterval: 0.05)
        cancellation.cancel()
      }
      #expect(throws: EncryptionError.cancelled) {
        try key(64, "password", "salt", .max, .sha512, cancellation: cancellation)
      }
    }
    #expect(duration < .seconds(5))
  }
}

extension Secret {
  /// The bytes, for comparison.
  var revealed: [UInt8] { unsafe withBytes { unsafe Array($0) } }
}
