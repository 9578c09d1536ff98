import TestSupport
import Testing

@testable import QCOW2

/// Makes images with any LUKS header that QEMU accepts, in milliseconds; QEMU itself takes seconds
/// for each, which it spends measuring the processor.
///
/// Nothing here encrypts. Any bytes at all are the key material of *some* master key: we decrypt and
/// merge them, and store the digest of what comes out. Had we done that wrongly, QEMU would come to
/// another key and refuse the pass phrase.
struct LUKSComposer {
  /// An image without data whose header area is filled with random key material.
  private static let template = Result { () throws -> (ImageBytes, Int) in
    let image = try EncryptedImage(options: ["iter-time=10"], secret: "data=template")
    var bytes = try ImageBytes(contentsOf: image.path)
    let volume = try image.volume()
    let start = Int(volume.pointer.offset.rawValue)
    var random = SplitMix64(seed: 11)
    for offset in stride(from: 4096, to: 4096 + 2_064_384, by: 8) {
      bytes.store(random.next(), at: start + offset, width: 8)
    }
    return (bytes, start)
  }

  private(set) var image: ImageBytes
  /// Where the LUKS header lies.
  let start: Int
  private let specification: CipherSpecification
  private let hash: HashAlgorithm

  static let passphrase = "correct horse"

  /// An image whose slot 0 opens with `passphrase`.
  init(
    _ cipher: CipherAlgorithm, mode: String, hash: HashAlgorithm, iterations: UInt64 = 1000,
    isComplete: Bool = true
  ) throws {
    (image, start) = try Self.template.get()
    let isXTS = mode.hasPrefix("xts")
    let keyByteCount = cipher.keyByteCount * (isXTS ? 2 : 1)
    specification = try CipherSpecification(
      luksCipher: cipher.family, mode: mode, keyByteCount: keyByteCount)
    self.hash = hash
    store(cipher.family, .luksCipherName)
    store(mode, .luksCipherMode)
    store(hash.rawValue, .luksHash)
    store(UInt64(keyByteCount), .luksKeyBytes)
    store(iterations, .luksDigestIterations)
    let sectors = UInt64((keyByteCount * 4000 + 4095) / 4096 * 8)
    for slot in 0..<8 {
      store(8 + UInt64(slot) * sectors, .luksSlotMaterialOffset, slot: slot)
      store(iterations, .luksSlotIterations, slot: slot)
    }
    if isComplete { try storeDigest() }
  }

  var header: LUKSHeader {
    get throws {
      try LUKSHeader(Bytes(Array(image.bytes[start..<start + LUKSHeader.byteCount])))
    }
  }

  /// Stores a number in a field of the header or of a slot.
  mutating func store(_ value: UInt64, _ field: Field, slot: Int? = nil) {
    image.store(value, at: place(field, slot), width: field.width)
  }

  /// Stores text in a field of the header, filled up with zeros.
  mutating func store(_ text: String, _ field: Field) {
    let zeros = Array(repeating: UInt8(0), count: field.width - text.utf8.count)
    image.store(Array(text.utf8) + zeros, at: place(field, nil))
  }

  private func place(_ field: Field, _ slot: Int?) -> Int {
    start + field.offset + (slot.map { 208 + $0 * 48 } ?? 0)
  }

  private mutating func storeDigest() throws {
    let header = try header
    let count = specification.keyByteCount
    let key = try masterKey(material(of: 0), slotKey: slotKey(0, Self.passphrase))
    let digest = try PBKDF2.key(
      20, from: key, salt: header.bytes.slice(.luksDigestSalt), hash: hash,
      iterations: UInt32(header[.luksDigestIterations]))
    #expect(key.count == count)
    image.store(digest.revealed, at: place(.luksDigest, nil))
  }

  private func slotKey(_ slot: Int, _ passphrase: String) throws -> Secret {
    let slot = try header.slots[slot]
    return try PBKDF2.key(
      specification.keyByteCount, from: Secret(passphrase), salt: slot.bytes.slice(.luksSlotSalt),
      hash: hash, iterations: UInt32(slot[.luksSlotIterations]))
  }

  private func material(of slot: Int) throws -> [UInt8] {
    let offset = start + Int(try header.slots[slot].materialOffset)
    return Array(image.bytes[offset..<offset + specification.keyByteCount * 4000])
  }

  private func masterKey(_ material: [UInt8], slotKey: Secret) throws -> Secret {
    var material = material
    try apply(slotKey, to: &material)
    return try unsafe material.withUnsafeBytes {
      try unsafe AntiForensic.merge($0, count: specification.keyByteCount, hash: hash)
    }
  }

  private func apply(_ slotKey: Secret, to material: inout [UInt8]) throws {
    let cipher = try SectorCipher(specification, key: slotKey)
    try unsafe material.withUnsafeMutableBytes { try unsafe cipher.decrypt($0, firstSector: 0) }
  }

  /// Opens one more slot to a pass phrase of its own. For CTR, which decrypts as it encrypts.
  mutating func add(slot: Int, passphrase: String) throws {
    let master = try masterKey(material(of: 0), slotKey: slotKey(0, Self.passphrase)).revealed
    store(LUKSKeySlot.active, .luksSlotActive, slot: slot)
    for offset in 0..<32 {
      image.bytes[place(.luksSlotSalt, slot) + offset] = UInt8(slot * 32 + offset)
    }
    let key = try slotKey(slot, passphrase)
    var stripes = try material(of: slot)
    try apply(key, to: &stripes)
    // With a last stripe of zeros the merge yields what that stripe must be changed by.
    let last = stripes.count - master.count
    stripes.replaceSubrange(last..., with: Array(repeating: 0, count: master.count))
    let sum = try unsafe stripes.withUnsafeBytes {
      try unsafe AntiForensic.merge($0, count: master.count, hash: hash)
    }.revealed
    stripes.replaceSubrange(last..., with: zip(sum, master).map { $0 ^ $1 })
    try apply(key, to: &stripes)
    image.store(stripes, at: start + Int(try header.slots[slot].materialOffset))
  }
}
