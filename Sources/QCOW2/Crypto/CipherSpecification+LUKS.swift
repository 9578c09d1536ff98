extension CipherSpecification {
  /// Understands the names of a LUKS header (LUKS1 specification, "Cipher and Hash specification
  /// registry").
  ///
  /// - Parameters:
  ///   - cipher: Such as `aes`.
  ///   - mode: Such as `xts-plain64`, `cbc-essiv:sha256`; of the modes only ECB stands alone.
  ///   - keyByteCount: The stored length of the key, which tells the variants of a cipher apart.
  /// - Throws: `EncryptionError.unsupported` with the name at fault.
  public init(
    luksCipher cipher: String, mode: String, keyByteCount: Int
  ) throws(EncryptionError) {
    let parts = mode.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let chaining = CipherMode(rawValue: String(parts[0])) else {
      throw .unsupported(.mode, name: escaped(mode))
    }
    let isOdd = chaining == .xts && keyByteCount % 2 != 0
    let single = chaining == .xts ? keyByteCount / 2 : keyByteCount
    guard !isOdd, let algorithm = CipherAlgorithm(family: cipher, keyByteCount: single) else {
      throw .unsupported(.cipher, name: "\(escaped(cipher)) with a key of \(keyByteCount) bytes")
    }
    let generator: IVGenerator
    if parts.count == 2 {
      generator = try IVGenerator(luksName: parts[1])
    } else if chaining == .ecb {
      // QEMU insists on a generator that ECB has no use for; the specification does not.
      generator = .none
    } else {
      throw .unsupported(.mode, name: "\(escaped(mode)) without an IV generator")
    }
    try self.init(algorithm, chaining, generator)
  }
}

extension IVGenerator {
  fileprivate init(luksName name: Substring) throws(EncryptionError) {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let hash: HashAlgorithm?
    if parts.count == 2 {
      // Judged even where it is of no use, as QEMU does.
      hash = HashAlgorithm(rawValue: String(parts[1]))
      guard hash != nil else { throw .unsupported(.hash, name: escaped(String(parts[1]))) }
    } else {
      hash = nil
    }
    switch (parts[0], hash) {
    case ("plain", _): self = .plain
    case ("plain64", _): self = .plain64
    case ("essiv", let hash?): self = .essiv(hash)
    default: throw .unsupported(.ivGenerator, name: escaped(String(name)))
    }
  }
}
