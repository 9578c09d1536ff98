/// Keys from pass phrases (RFC 8018, section 5.2).
///
/// The library's own function takes all iterations in one call, which nobody could cancel.
enum PBKDF2 {
  /// A key of `count` bytes. There must be an iteration at least; the cancellation is looked at
  /// every few milliseconds.
  ///
  /// - Throws: `EncryptionError.cancelled`, or `.library` where the library refuses the hash.
  static func key(
    _ count: Int, from passphrase: Secret, salt: [UInt8], hash: HashAlgorithm, iterations: UInt32,
    cancellation: Cancellation? = nil
  ) throws(EncryptionError) -> Secret {
    precondition(iterations > 0)
    let hmac = try Digest(hash, key: passphrase)
    return try unsafe Secret(count: count) { key throws(EncryptionError) in
      try unsafe withWipedMemory(hmac.byteCount) { round throws(EncryptionError) in
        var index: UInt32 = 1
        for start in stride(from: 0, to: count, by: hmac.byteCount) {
          unsafe salt.withUnsafeBytes { unsafe hmac.update($0) }
          hmac.update(index)
          unsafe hmac.finish(into: round)
          let end = min(start + hmac.byteCount, count)
          let block = unsafe UnsafeMutableRawBufferPointer(rebasing: key[start..<end])
          unsafe exclusiveOr(block, with: UnsafeRawBufferPointer(round))
          try unsafe iterate(hmac, iterations - 1, round, into: block, cancellation)
          index += 1
        }
      }
    }
  }

  private static func iterate(
    _ hmac: Digest, _ iterations: UInt32, _ round: UnsafeMutableRawBufferPointer,
    into block: UnsafeMutableRawBufferPointer, _ cancellation: Cancellation?
  ) throws(EncryptionError) {
    for iteration in 0..<iterations {
      if iteration % 4096 == 0, cancellation?.isCancelled == true { throw .cancelled }
      unsafe hmac.update(UnsafeRawBufferPointer(round))
      unsafe hmac.finish(into: round)
      unsafe exclusiveOr(block, with: UnsafeRawBufferPointer(round))
    }
  }
}

/// Changes the bits of `target` that are set in `source`, which must be as long at least.
func exclusiveOr(_ target: UnsafeMutableRawBufferPointer, with source: UnsafeRawBufferPointer) {
  precondition(source.count >= target.count)
  for index in 0..<target.count { unsafe target[index] ^= source[index] }
}
