/// Decrypts sectors. For one thread at a time; `SectorCipher` hands each caller one of its own.
final class SectorWorker {
  static let sectorSize = 512

  private let specification: CipherSpecification
  private let cipher: any KeyedCipher
  private let essiv: GcryptCipher?

  /// The key must be of the length that the specification asks for.
  ///
  /// - Throws: `EncryptionError.library` where the library refuses.
  init(_ specification: CipherSpecification, key: Secret) throws(EncryptionError) {
    precondition(key.count == specification.keyByteCount)
    self.specification = specification
    cipher = try unsafe key.withBytes { key throws(EncryptionError) -> any KeyedCipher in
      specification.algorithm == .twofish192
        ? unsafe Twofish192(specification.mode, key: key)
        : try unsafe GcryptCipher(specification.algorithm, specification.mode, key: key)
    }
    essiv = try SectorWorker.essiv(specification, key: key)
  }

  /// What encrypts sector numbers: keyed with the digest of the whole key, of both halves for XTS.
  private static func essiv(
    _ specification: CipherSpecification, key: Secret
  ) throws(EncryptionError) -> GcryptCipher? {
    guard case .essiv(let hash) = specification.ivGenerator,
      let algorithm = specification.essivAlgorithm
    else { return nil }
    let digest = try Digest(hash)
    return try unsafe withWipedMemory(digest.byteCount) { salt throws(EncryptionError) in
      unsafe key.withBytes { unsafe digest.update($0) }
      unsafe digest.finish(into: salt)
      return try unsafe GcryptCipher(algorithm, .ecb, key: UnsafeRawBufferPointer(salt))
    }
  }

  /// Decrypts in place.
  ///
  /// - Parameters:
  ///   - data: Sectors, of which the last may be cut off after any block.
  ///   - firstSector: The number of the first of them; the numbers wrap at 2^64.
  /// - Throws: `EncryptionError.library` where the library fails.
  func decrypt(
    _ data: UnsafeMutableRawBufferPointer, firstSector: UInt64
  ) throws(EncryptionError) {
    // A block of any cipher fits; vectors are no secrets.
    var words: (UInt64, UInt64) = (0, 0)
    let blockSize = specification.algorithm.blockByteCount
    let result: Result<Void, EncryptionError> = unsafe withUnsafeMutableBytes(of: &words) { words in
      let vector = unsafe UnsafeMutableRawBufferPointer(rebasing: words[..<blockSize])
      var sector = firstSector
      var start = 0
      do throws(EncryptionError) {
        while start < data.count {
          let end = min(start + Self.sectorSize, data.count)
          try unsafe fill(vector, for: sector)
          try unsafe cipher.decrypt(.init(rebasing: data[start..<end]), vector: vector)
          sector &+= 1
          start = end
        }
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// Makes the initial vector of a sector.
  @inline(__always)
  private func fill(
    _ vector: UnsafeMutableRawBufferPointer, for sector: UInt64
  ) throws(EncryptionError) {
    let number = specification.ivGenerator == .plain ? sector & 0xffff_ffff : sector
    unsafe vector.storeBytes(of: number.littleEndian, as: UInt64.self)
    if vector.count > 8 { unsafe vector.storeBytes(of: 0, toByteOffset: 8, as: UInt64.self) }
    if let essiv { try unsafe essiv.encrypt(vector) }
  }
}
