/// A key that is spread over many stripes, so that it is lost with any of them (LUKS1
/// specification, "Anti-forensic information splitting").
enum AntiForensic {
  /// The key of `count` bytes that the stripes in `material`, each as long as the key, add up to.
  ///
  /// - Throws: `EncryptionError.library` where the library refuses the hash.
  static func merge(
    _ material: UnsafeRawBufferPointer, count: Int, hash: HashAlgorithm
  ) throws(EncryptionError) -> Secret {
    precondition(count > 0 && material.count >= count && material.count % count == 0)
    let digest = try Digest(hash)
    return unsafe Secret(count: count) { key in
      let last = material.count - count
      for start in stride(from: 0, to: last, by: count) {
        let stripe = unsafe UnsafeRawBufferPointer(rebasing: material[start..<start + count])
        unsafe exclusiveOr(key, with: stripe)
        unsafe diffuse(key, digest)
      }
      unsafe exclusiveOr(key, with: UnsafeRawBufferPointer(rebasing: material[last...]))
    }
  }

  /// Replaces each piece as long as a digest by its hash; of the last one only so much is kept as
  /// there is room for.
  private static func diffuse(_ key: UnsafeMutableRawBufferPointer, _ digest: Digest) {
    var index: UInt32 = 0
    for start in stride(from: 0, to: key.count, by: digest.byteCount) {
      let end = min(start + digest.byteCount, key.count)
      let piece = unsafe UnsafeMutableRawBufferPointer(rebasing: key[start..<end])
      digest.update(index)
      unsafe digest.update(UnsafeRawBufferPointer(piece))
      unsafe digest.finish(into: piece)
      index += 1
    }
  }
}
