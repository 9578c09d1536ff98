internal import CZstd

/// Zstandard: one or more frames back to back that fill one cluster and end with it.
@safe final class ZstdDecoder: Decoder {
  private let stream: OpaquePointer?

  init() { unsafe stream = ZSTD_createDStream() }

  deinit { unsafe _ = ZSTD_freeDStream(stream) }

  func decode(_ input: [UInt8], into output: inout MutableRawSpan) throws(DecodeFailure) {
    let stream = unsafe self.stream
    let failure: String? = unsafe output.withUnsafeMutableBytes { target in
      unsafe input.withUnsafeBytes { source in
        unsafe _ = ZSTD_initDStream(stream)
        var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var to = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        var status = 0
        while unsafe to.pos < to.size {
          let before = unsafe (from.pos, to.pos)
          status = unsafe ZSTD_decompressStream(stream, &to, &from)
          if ZSTD_isError(status) != 0 { return "not a zstd frame" }
          if unsafe before == (from.pos, to.pos) {
            return unsafe "the zstd frames end \(to.size - to.pos) bytes short of a cluster"
          }
        }
        return status == 0 ? nil : "the last zstd frame goes on past the cluster"
      }
    }
    if let failure { throw DecodeFailure(reason: failure) }
  }
}
