/// A block cipher in one mode with its key set. For one thread at a time.
protocol KeyedCipher: AnyObject {
  /// Decrypts one sector, or the last part of one, in place.
  ///
  /// - Parameters:
  ///   - data: Whole blocks.
  ///   - vector: The initial vector, one block; it may be overwritten.
  /// - Throws: `EncryptionError.library` where the library fails.
  func decrypt(
    _ data: UnsafeMutableRawBufferPointer, vector: UnsafeMutableRawBufferPointer
  ) throws(EncryptionError)
}
