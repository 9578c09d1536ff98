internal import Synchronization

/// Decrypts the sectors of one encrypted disk. Safe for use by any number of threads at once.
///
/// Sectors are 512 bytes, whatever the cluster size. Which number the first one has depends on the
/// method: LUKS counts from the start of the image file (or of the data file), so that a cluster
/// decrypts only where it lies; the legacy method counts guest sectors.
public final class SectorCipher: Sendable {
  /// The unit of decryption in bytes.
  public static let sectorSize = SectorWorker.sectorSize

  private struct Idle: ~Copyable, @unchecked Sendable {
    // A worker in here is used by nobody; taking it out under the lock hands it to one thread.
    var workers: [SectorWorker] = []
  }

  private struct Box: @unchecked Sendable {
    let worker: SectorWorker?
  }

  /// Cipher, mode and initial vectors.
  public let specification: CipherSpecification
  private let key: Secret
  private let idle = Mutex(Idle())

  /// The key must be of the length that the specification asks for.
  ///
  /// - Throws: `EncryptionError.library` where the library refuses the cipher.
  init(_ specification: CipherSpecification, key: Secret) throws(EncryptionError) {
    self.specification = specification
    self.key = key
    give(back: try SectorWorker(specification, key: key))
  }

  /// QEMU's first method, crypt_method 1: AES-128 in CBC mode.
  ///
  /// The specification speaks of 256 bits; QEMU takes the first 16 bytes of the pass phrase, padded
  /// with zeros. Nothing tells a wrong pass phrase from the right one.
  ///
  /// - Parameter passphrase: The pass phrase.
  /// - Throws: `EncryptionError.library` where the library refuses the cipher.
  public convenience init(legacyAES passphrase: Secret) throws(EncryptionError) {
    let key = unsafe Secret(count: 16) { key in
      unsafe passphrase.withBytes { unsafe key.copyMemory(from: .init(rebasing: $0.prefix(16))) }
    }
    try self.init(CipherSpecification(.aes128, .cbc, .plain64), key: key)
  }

  /// Decrypts whole sectors in place.
  ///
  /// - Parameters:
  ///   - buffer: The sectors; its length must be a multiple of 512 bytes.
  ///   - firstSector: The number of the first one.
  /// - Throws: `EncryptionError.library` where the library fails, which it does for want of memory
  ///   only; the buffer's content is then undefined.
  public func decrypt(
    _ buffer: inout MutableRawSpan, firstSector: UInt64
  ) throws(EncryptionError) {
    precondition(buffer.byteCount % SectorCipher.sectorSize == 0)
    let result = unsafe buffer.withUnsafeMutableBytes { data in
      Result { () throws(EncryptionError) in try unsafe decrypt(data, firstSector: firstSector) }
    }
    try result.get()
  }

  /// Decrypts sectors, the last of which may be cut off after any block.
  func decrypt(
    _ data: UnsafeMutableRawBufferPointer, firstSector: UInt64
  ) throws(EncryptionError) {
    let worker = try take()
    defer { give(back: worker) }
    try unsafe worker.decrypt(data, firstSector: firstSector)
  }

  private func take() throws(EncryptionError) -> SectorWorker {
    let waiting = idle.withLock { idle in Box(worker: idle.workers.popLast()) }
    if let worker = waiting.worker { return worker }
    return try SectorWorker(specification, key: key)
  }

  private func give(back worker: SectorWorker) {
    let box = Box(worker: worker)
    idle.withLock { idle in
      if idle.workers.count < 8, let worker = box.worker { idle.workers.append(worker) }
    }
  }
}
