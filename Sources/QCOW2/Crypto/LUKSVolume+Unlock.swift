extension LUKSVolume {
  /// The iterations that are tried unless the caller says otherwise: about a minute of work. QEMU
  /// aims at two seconds, which are a few million.
  public static let iterationLimit: UInt32 = 100_000_000

  /// Tries a pass phrase on every active key slot.
  ///
  /// A slot that cannot be tried, because its key material lies out of bounds or its iterations
  /// are too many, does not keep the others from being tried; if none of them opens, the reason
  /// is thrown.
  ///
  /// - Parameters:
  ///   - passphrase: Any bytes; QEMU itself takes only UTF-8 without zero bytes.
  ///   - iterationLimit: The most iterations of a slot or of the digest. Each takes a
  ///     few tenths of a microsecond for every piece of the key that is as long as a digest.
  ///   - cancellation: Looked at every few milliseconds.
  /// - Returns: What decrypts the data, and the number of the slot that opened. Data sectors are
  ///   numbered by their place in the file.
  /// - Throws: `EncryptionError.wrongPassphrase`, `.noActiveSlot`, `.malformed`, `.unsupported`,
  ///   `.tooManyIterations`, `.truncated`, `.system` or `.cancelled`.
  public func unlock(
    with passphrase: Secret, iterationLimit: UInt32 = LUKSVolume.iterationLimit,
    cancellation: Cancellation? = nil
  ) throws(EncryptionError) -> (cipher: SectorCipher, slot: Int) {
    if let finding = findings.first(where: { $0.severity >= .noGuestData }) {
      throw .malformed(finding)
    }
    let attempt = Attempt(
      volume: self, passphrase: passphrase, specification: try header.cipherSpecification(),
      hash: try header.hashAlgorithm(), iterationLimit: iterationLimit, cancellation: cancellation)
    try attempt.checkIterations(.luksDigestIterations, of: header.bytes, slot: nil)
    var failure: EncryptionError?
    let active = header.slots.filter(\.isActive)
    guard !active.isEmpty else { throw .noActiveSlot }
    for slot in active {
      do {
        guard let key = try attempt.masterKey(from: slot) else { continue }
        return (try SectorCipher(attempt.specification, key: key), slot.index)
      } catch .cancelled {
        throw .cancelled
      } catch {
        failure = failure ?? error
      }
    }
    throw failure ?? .wrongPassphrase
  }
}

/// One pass phrase for one volume.
private struct Attempt {
  let volume: LUKSVolume
  let passphrase: Secret
  let specification: CipherSpecification
  let hash: HashAlgorithm
  let iterationLimit: UInt32
  let cancellation: Cancellation?

  /// The master key, or nil where the pass phrase is not that of the slot.
  func masterKey(from slot: LUKSKeySlot) throws(EncryptionError) -> Secret? {
    let iterations = try checkIterations(.luksSlotIterations, of: slot.bytes, slot: slot.index)
    let count = specification.keyByteCount
    // At most 64 bytes times 4000: the rules have been checked.
    let length = UInt64(count) * LUKSRules.stripes
    let material = try LUKSVolume.read(
      volume.storage, volume.pointer, slot.materialOffset..<slot.materialOffset + length,
      for: "the key material of slot \(slot.index)", field: .luksSlotMaterialOffset
    )
    let slotKey = try PBKDF2.key(
      count, from: passphrase, salt: slot.bytes.slice(.luksSlotSalt), hash: hash,
      iterations: iterations, cancellation: cancellation)
    let key = try merge(material, with: SectorCipher(specification, key: slotKey))
    return try isMasterKey(key) ? key : nil
  }

  /// Decrypts key material, whose sectors are counted from its own start, and merges it.
  private func merge(
    _ material: Bytes, with cipher: SectorCipher
  ) throws(EncryptionError) -> Secret {
    try unsafe withWipedMemory(material.count) { memory throws(EncryptionError) in
      unsafe memory.copyBytes(from: material.array)
      try unsafe cipher.decrypt(memory, firstSector: 0)
      return try unsafe AntiForensic.merge(
        UnsafeRawBufferPointer(memory), count: specification.keyByteCount, hash: hash)
    }
  }

  /// Whether the key is the one whose checksum is in the header.
  private func isMasterKey(_ key: Secret) throws(EncryptionError) -> Bool {
    let expected = volume.header.bytes.slice(.luksDigest)
    let digest = try PBKDF2.key(
      expected.count, from: key, salt: volume.header.bytes.slice(.luksDigestSalt), hash: hash,
      iterations: UInt32(volume.header[.luksDigestIterations]), cancellation: cancellation)
    return unsafe digest.withBytes { unsafe $0.elementsEqual(expected) }
  }

  /// The iterations in a field, which must be within the limit.
  @discardableResult
  func checkIterations(
    _ field: Field, of bytes: Bytes, slot: Int?
  ) throws(EncryptionError) -> UInt32 {
    let count = UInt32(bytes.number(field))
    guard count <= iterationLimit else {
      throw .tooManyIterations(slot: slot, count: count, limit: iterationLimit)
    }
    return count
  }
}
