/// A block cipher with its key size, by QEMU's name.
public enum CipherAlgorithm: String, CaseIterable, Sendable {
  case aes128 = "aes-128"
  case aes192 = "aes-192"
  case aes256 = "aes-256"
  case cast5 = "cast5-128"
  case serpent128 = "serpent-128"
  case serpent192 = "serpent-192"
  case serpent256 = "serpent-256"
  case twofish128 = "twofish-128"
  case twofish192 = "twofish-192"
  case twofish256 = "twofish-256"

  /// The name without the key size, as LUKS stores it.
  public var family: String {
    switch self {
    case .aes128, .aes192, .aes256: "aes"
    case .cast5: "cast5"
    case .serpent128, .serpent192, .serpent256: "serpent"
    case .twofish128, .twofish192, .twofish256: "twofish"
    }
  }

  /// The length of a key in bytes, which for XTS is half of what is stored.
  public var keyByteCount: Int {
    switch self {
    case .aes128, .cast5, .serpent128, .twofish128: 16
    case .aes192, .serpent192, .twofish192: 24
    case .aes256, .serpent256, .twofish256: 32
    }
  }

  /// The length of a block, and so of an initial vector, in bytes.
  public var blockByteCount: Int { self == .cast5 ? 8 : 16 }

  init?(family: String, keyByteCount: Int) {
    let match = Self.allCases.first { $0.family == family && $0.keyByteCount == keyByteCount }
    guard let match else { return nil }
    self = match
  }
}

/// How the blocks of a sector are chained, by the name that LUKS and QEMU share.
public enum CipherMode: String, CaseIterable, Sendable {
  case ecb, cbc, xts, ctr
}

/// How a sector number becomes an initial vector.
public enum IVGenerator: Hashable, Sendable {
  /// There is none; for ECB.
  case none
  /// The low 32 bits of the sector number, little-endian.
  case plain
  /// The sector number, little-endian.
  case plain64
  /// As `plain64`, encrypted with the hash of the key.
  case essiv(HashAlgorithm)

  /// The name as LUKS stores it.
  public var name: String {
    switch self {
    case .none: "none"
    case .plain: "plain"
    case .plain64: "plain64"
    case .essiv(let hash): "essiv:\(hash.rawValue)"
    }
  }
}

/// Everything that must be known, besides the key, to decrypt sectors.
public struct CipherSpecification: Hashable, Sendable {
  /// The block cipher.
  public let algorithm: CipherAlgorithm
  /// How blocks are chained.
  public let mode: CipherMode
  /// How a sector number becomes an initial vector.
  public let ivGenerator: IVGenerator

  /// - Throws: `EncryptionError.unsupported` for XTS with blocks of other than 16 bytes, and for
  ///   ESSIV where the cipher has no key size that equals the hash's.
  public init(
    _ algorithm: CipherAlgorithm, _ mode: CipherMode, _ ivGenerator: IVGenerator
  ) throws(EncryptionError) {
    self.algorithm = algorithm
    self.mode = mode
    self.ivGenerator = ivGenerator
    if mode == .xts, algorithm.blockByteCount != 16 {
      throw .unsupported(.mode, name: "xts with \(algorithm.rawValue)")
    }
    if case .essiv = ivGenerator, essivAlgorithm == nil {
      throw .unsupported(.ivGenerator, name: "\(ivGenerator.name) with \(algorithm.rawValue)")
    }
  }

  /// The length of the whole key in bytes: XTS has two.
  public var keyByteCount: Int { algorithm.keyByteCount * (mode == .xts ? 2 : 1) }

  /// The cipher that encrypts sector numbers for ESSIV: of the same family, with a digest as key.
  var essivAlgorithm: CipherAlgorithm? {
    guard case .essiv(let hash) = ivGenerator else { return nil }
    return CipherAlgorithm(family: algorithm.family, keyByteCount: hash.digestByteCount)
  }
}
