internal import CNettle

/// Twofish with a key of 192 bits, which QEMU can create and libgcrypt does not have.
@safe final class Twofish192: KeyedCipher {
  private static let keyByteCount = 24
  private let mode: CipherMode
  // The expanded keys: of the data, and for XTS of the tweak.
  private let data: Secret
  private let tweak: Secret

  /// The key has 24 bytes, for XTS 48.
  init(_ mode: CipherMode, key: UnsafeRawBufferPointer) {
    self.mode = mode
    let size = Twofish192.keyByteCount
    unsafe data = Twofish192.expanded(UnsafeRawBufferPointer(rebasing: key[..<size]))
    // Of the other modes the one key, which is then not used.
    unsafe tweak = Twofish192.expanded(UnsafeRawBufferPointer(rebasing: key.suffix(size)))
  }

  private static func expanded(_ key: UnsafeRawBufferPointer) -> Secret {
    unsafe Secret(count: cn_twofish_size()) { context in
      unsafe cn_twofish_set_key(
        context.baseAddress, key.bindMemory(to: UInt8.self).baseAddress, key.count)
    }
  }

  func decrypt(
    _ data: UnsafeMutableRawBufferPointer, vector: UnsafeMutableRawBufferPointer
  ) {
    let (bytes, count) = unsafe (data.bindMemory(to: UInt8.self).baseAddress, data.count)
    let vector = unsafe vector.bindMemory(to: UInt8.self).baseAddress
    unsafe self.data.withBytes { data in
      let key = data.baseAddress
      switch mode {
      case .ecb: unsafe cn_twofish_decrypt_ecb(key, count, bytes)
      case .cbc: unsafe cn_twofish_decrypt_cbc(key, vector, count, bytes)
      case .ctr: unsafe cn_twofish_decrypt_ctr(key, vector, count, bytes)
      case .xts:
        unsafe tweak.withBytes { tweak in
          unsafe cn_twofish_decrypt_xts(key, tweak.baseAddress, vector, count, bytes)
        }
      }
    }
  }
}
