internal import CGcrypt

/// A cipher of libgcrypt, which uses the processor's own instructions where there are any.
@safe final class GcryptCipher: KeyedCipher {
  private let handle: gcry_cipher_hd_t
  private let mode: CipherMode

  /// The key must be of the length that cipher and mode ask for.
  ///
  /// - Throws: `EncryptionError.library` where the library refuses.
  init(
    _ algorithm: CipherAlgorithm, _ mode: CipherMode, key: UnsafeRawBufferPointer
  ) throws(EncryptionError) {
    try Gcrypt.prepare()
    self.mode = mode
    var opened: gcry_cipher_hd_t?
    let call = "gcry_cipher_open"
    try Gcrypt.check(
      call, unsafe gcry_cipher_open(&opened, algorithm.identifier, mode.identifier, 0))
    guard let handle = unsafe opened else { throw .library(call: call, reason: "no handle") }
    let status = unsafe gcry_cipher_setkey(handle, key.baseAddress, key.count)
    if status != 0 { unsafe gcry_cipher_close(handle) }
    try Gcrypt.check("gcry_cipher_setkey", status)
    unsafe self.handle = handle
  }

  // Wipes the expanded key.
  deinit { unsafe gcry_cipher_close(handle) }

  func decrypt(
    _ data: UnsafeMutableRawBufferPointer, vector: UnsafeMutableRawBufferPointer
  ) throws(EncryptionError) {
    switch mode {
    case .ecb: break
    case .ctr:
      try Gcrypt.check(
        "gcry_cipher_setctr", unsafe gcry_cipher_setctr(handle, vector.baseAddress, vector.count))
    case .cbc, .xts:
      try Gcrypt.check(
        "gcry_cipher_setiv", unsafe gcry_cipher_setiv(handle, vector.baseAddress, vector.count))
    }
    try Gcrypt.check(
      "gcry_cipher_decrypt",
      unsafe gcry_cipher_decrypt(handle, data.baseAddress, data.count, nil, 0))
  }

  /// Encrypts whole blocks in place; for ECB.
  func encrypt(_ data: UnsafeMutableRawBufferPointer) throws(EncryptionError) {
    try Gcrypt.check(
      "gcry_cipher_encrypt",
      unsafe gcry_cipher_encrypt(handle, data.baseAddress, data.count, nil, 0))
  }
}

extension CipherAlgorithm {
  fileprivate var identifier: Int32 {
    let identifier =
      switch self {
      case .aes128: GCRY_CIPHER_AES
      case .aes192: GCRY_CIPHER_AES192
      case .aes256: GCRY_CIPHER_AES256
      case .cast5: GCRY_CIPHER_CAST5
      case .serpent128: GCRY_CIPHER_SERPENT128
      case .serpent192: GCRY_CIPHER_SERPENT192
      case .serpent256: GCRY_CIPHER_SERPENT256
      case .twofish128: GCRY_CIPHER_TWOFISH128
      // The library has none; Twofish192 stands in.
      case .twofish192: GCRY_CIPHER_NONE
      case .twofish256: GCRY_CIPHER_TWOFISH
      }
    return Int32(identifier.rawValue)
  }
}

extension CipherMode {
  fileprivate var identifier: Int32 {
    let identifier =
      switch self {
      case .ecb: GCRY_CIPHER_MODE_ECB
      case .cbc: GCRY_CIPHER_MODE_CBC
      case .xts: GCRY_CIPHER_MODE_XTS
      case .ctr: GCRY_CIPHER_MODE_CTR
      }
    return Int32(identifier.rawValue)
  }
}
