/// A decoder and the memory that its input is read into. For one thread at a time; `DecoderPool` hands
/// each caller one of its own.
@safe final class DecodeWorker {
  private let decoder: any Decoder
  // Begins with a page, which the kernel copies into about twice as fast as into anything else.
  private var memory = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)
  /// The bytes of input that are there.
  private(set) var inputCount = 0

  init(_ decoder: any Decoder) { self.decoder = decoder }

  deinit { unsafe memory.deallocate() }

  /// Reads compressed data, as far as the file holds it.
  ///
  /// - Parameters:
  ///   - storage: The file.
  ///   - host: Where the data begins.
  ///   - count: Its length in bytes.
  /// - Throws: `ImageError.system` where reading fails.
  func load(_ storage: any Storage, at host: HostOffset, count: Int) throws(ImageError) {
    if unsafe memory.count < count {
      unsafe memory.deallocate()
      unsafe memory = .allocate(byteCount: (count + 0xffff) & ~0xffff, alignment: 4096)
    }
    var part = unsafe MutableRawSpan(_unsafeBytes: .init(rebasing: memory[..<count]))
    inputCount = try storage.read(at: host, into: &part)
  }

  /// Fills `output`, which is one cluster, from what was loaded.
  func decode(into output: inout MutableRawSpan) throws(DecodeFailure) {
    try unsafe decoder.decode(.init(rebasing: memory[..<inputCount]), into: &output)
  }
}
