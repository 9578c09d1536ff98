internal import Synchronization

/// Idle decoders of one codec, so that each thread has one of its own and none is made twice.
final class DecoderPool: Sendable {
  private struct Idle: ~Copyable, @unchecked Sendable {
    // A decoder in here is used by nobody; taking it out under the lock hands it to one thread.
    var decoders: [any Decoder] = []
  }

  private let isZstd: Bool
  private let idle = Mutex(Idle())

  /// - Parameter compressionType: The header's field: 1 is zstd, everything else deflate.
  init(compressionType: UInt64) { isZstd = compressionType == 1 }

  /// Fills `output` with one cluster decoded from `input`.
  func decode(_ input: [UInt8], into output: inout MutableRawSpan) throws(DecodeFailure) {
    let decoder = take()
    defer { give(back: decoder) }
    try decoder.decode(input, into: &output)
  }

  private func take() -> any Decoder {
    let waiting = idle.withLock { idle in
      Box(decoder: idle.decoders.popLast())
    }
    return waiting.decoder ?? (isZstd ? ZstdDecoder() : DeflateDecoder())
  }

  private func give(back decoder: any Decoder) {
    let box = Box(decoder: decoder)
    idle.withLock { idle in
      if idle.decoders.count < 8, let decoder = box.decoder { idle.decoders.append(decoder) }
    }
  }

  private struct Box: @unchecked Sendable {
    let decoder: (any Decoder)?
  }
}
