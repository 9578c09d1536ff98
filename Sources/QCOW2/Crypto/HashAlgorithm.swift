internal import CGcrypt

/// A hash function by its name in a LUKS header, which is also QEMU's name for it.
public enum HashAlgorithm: String, CaseIterable, Sendable {
  case md5, sha1, sha224, sha256, sha384, sha512, ripemd160

  /// The length of a digest in bytes.
  public var digestByteCount: Int {
    switch self {
    case .md5: 16
    case .sha1, .ripemd160: 20
    case .sha224: 28
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }

  fileprivate var identifier: Int32 {
    let identifier =
      switch self {
      case .md5: GCRY_MD_MD5
      case .sha1: GCRY_MD_SHA1
      case .sha224: GCRY_MD_SHA224
      case .sha256: GCRY_MD_SHA256
      case .sha384: GCRY_MD_SHA384
      case .sha512: GCRY_MD_SHA512
      case .ripemd160: GCRY_MD_RMD160
      }
    return Int32(identifier.rawValue)
  }
}

/// A hash, or a keyed hash (HMAC), that can be computed over and over. For one thread at a time.
@safe package final class Digest {
  private let handle: gcry_md_hd_t
  let byteCount: Int

  /// With a key, even an empty one, the hash is keyed.
  ///
  /// - Throws: `EncryptionError.library` where the library refuses, such as MD5 in FIPS mode.
  package init(_ algorithm: HashAlgorithm, key: Secret? = nil) throws(EncryptionError) {
    try Gcrypt.prepare()
    byteCount = algorithm.digestByteCount
    var opened: gcry_md_hd_t?
    let flags = UInt32(key == nil ? 0 : GCRY_MD_FLAG_HMAC.rawValue)
    try Gcrypt.check("gcry_md_open", unsafe gcry_md_open(&opened, algorithm.identifier, flags))
    guard let handle = unsafe opened else {
      throw .library(call: "gcry_md_open", reason: "no handle")
    }
    if let key {
      let status = unsafe key.withBytes { unsafe gcry_md_setkey(handle, $0.baseAddress, $0.count) }
      if status != 0 { unsafe gcry_md_close(handle) }
      try Gcrypt.check("gcry_md_setkey", status)
    }
    unsafe self.handle = handle
  }

  // Wipes the state and the key.
  deinit { unsafe gcry_md_close(handle) }

  /// Adds bytes to the message.
  package func update(_ bytes: UnsafeRawBufferPointer) {
    unsafe gcry_md_write(handle, bytes.baseAddress, bytes.count)
  }

  /// Adds a number to the message, big-endian.
  func update(_ number: UInt32) {
    unsafe withUnsafeBytes(of: number.bigEndian) { unsafe update($0) }
  }

  /// Ends the message, stores as much of its digest as `output` takes, and begins a new one.
  func finish(into output: UnsafeMutableRawBufferPointer) {
    let count = min(output.count, byteCount)
    if let digest = unsafe gcry_md_read(handle, 0) {
      unsafe output.copyMemory(from: UnsafeRawBufferPointer(start: digest, count: count))
    }
    unsafe gcry_md_reset(handle)
  }

  /// Ends the message, returns its digest in hexadecimal digits and begins a new one.
  package func finish() -> String {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    unsafe bytes.withUnsafeMutableBytes { unsafe finish(into: $0) }
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
