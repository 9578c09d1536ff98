internal import CZstd

/// Zstandard: one or more frames back to back that fill one cluster and end with it.
///
/// Each frame is decoded whole, straight into the cluster. The streaming interface would allocate
/// whatever window a frame's header asks for, up to 128 MiB.
@safe final class ZstdDecoder: Decoder {
  private let context: OpaquePointer?

  init() { unsafe context = ZSTD_createDCtx() }

  deinit { unsafe _ = ZSTD_freeDCtx(context) }

  func decode(_ input: UnsafeRawBufferPointer, into output: inout MutableRawSpan)
    throws(DecodeFailure)
  {
    let context = unsafe self.context
    let failure: String? = unsafe output.withUnsafeMutableBytes { target in
      var written = 0
      var read = 0
      while written < target.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: input[read...])
        let length = unsafe ZSTD_findFrameCompressedSize(rest.baseAddress, rest.count)
        guard ZSTD_isError(length) == 0, length > 0 else {
          return written == 0
            ? "not a whole zstd frame"
            : "the zstd frames end \(counted(target.count - written, "byte")) short of a cluster"
        }
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: target[written...])
        let count = unsafe ZSTD_decompressDCtx(
          context, room.baseAddress, room.count, rest.baseAddress, length)
        guard ZSTD_isError(count) == 0 else { return "a zstd frame is broken or too long" }
        read += length
        written += count
      }
      return nil
    }
    if let failure { throw DecodeFailure(reason: failure) }
  }
}
