/// Why there is no digest.
package enum DigestFault: Error {
  /// The disk could not be read.
  case image(ImageError)
  /// There is no such hash.
  case library(EncryptionError)
}

extension Disk {
  /// The hash of guest bytes. Holes are not read, but zeros take their time to hash.
  ///
  /// - Parameters:
  ///   - range: The bytes.
  ///   - algorithm: Which hash.
  ///   - cancellation: Ends it early.
  ///   - progress: Gets the number of bytes that are hashed.
  /// - Returns: Hexadecimal digits, or nil where it was ended early.
  /// - Throws: `DigestFault` where not every byte can be read.
  package func digest(
    of range: Range<GuestOffset>, by algorithm: HashAlgorithm = .sha256,
    _ cancellation: Cancellation, progress: (UInt64) -> Void
  ) throws(DigestFault) -> String? {
    let digest: Digest
    do throws(EncryptionError) { digest = try Digest(algorithm) } catch { throw .library(error) }
    do throws(ReadAhead.Fault<Never>) {
      try unsafe ReadAhead(self, range, cancellation).forEach { part, bytes throws(Never) in
        let before = part.lowerBound - range.lowerBound
        if let bytes = unsafe bytes {
          unsafe digest.update(bytes)
          progress(before + UInt64(bytes.count))
        } else {
          digest.updateZeros(part.upperBound - part.lowerBound, cancellation) {
            progress(before + $0)
          }
        }
      }
    } catch {
      if case .image(let error) = error { throw .image(error) }
    }
    return cancellation.isCancelled ? nil : digest.finish()
  }
}

extension Digest {
  /// Adds zeros to the message.
  ///
  /// - Parameters:
  ///   - count: Their number.
  ///   - cancellation: Ends it early.
  ///   - progress: Told now and then how many were added.
  fileprivate func updateZeros(
    _ count: UInt64, _ cancellation: Cancellation, progress: (UInt64) -> Void
  ) {
    // Few enough to stay in the processor's first cache.
    let zeros = [UInt8](repeating: 0, count: 16 << 10)
    var done: UInt64 = 0
    while done < count, !cancellation.isCancelled {
      let part = Int(min(UInt64(zeros.count), count - done))
      unsafe zeros.withUnsafeBytes { unsafe update(.init(rebasing: $0[..<part])) }
      done += UInt64(part)
      if done % (1 << 24) == 0 { progress(done) }
    }
  }
}
