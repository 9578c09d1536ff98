internal import CDeflate
internal import CZlib

/// Raw deflate: libdeflate first, and zlib where that one does not accept the stream.
///
/// A stream counts as good when exactly one cluster of output exists, even if it has no end marker
/// or goes on after that; libdeflate takes whole streams only, zlib stops where it is told to.
@safe final class DeflateDecoder: Decoder {
  private let decompressor: OpaquePointer?

  init() { unsafe decompressor = libdeflate_alloc_decompressor() }

  deinit { unsafe libdeflate_free_decompressor(decompressor) }

  func decode(_ input: UnsafeRawBufferPointer, into output: inout MutableRawSpan)
    throws(DecodeFailure)
  {
    let size = output.byteCount
    let whole = unsafe output.withUnsafeMutableBytes { target in
      var written = 0
      let result = unsafe libdeflate_deflate_decompress(
        decompressor, input.baseAddress, input.count, target.baseAddress, target.count, &written)
      return result == LIBDEFLATE_SUCCESS && written == size
    }
    if !whole { try unsafe inflateExactly(input, into: &output) }
  }

  private func inflateExactly(
    _ input: UnsafeRawBufferPointer, into output: inout MutableRawSpan
  ) throws(DecodeFailure) {
    let left: UInt32? = unsafe output.withUnsafeMutableBytes { target in
      var stream = unsafe z_stream()
      unsafe stream.next_in = UnsafeMutablePointer(
        mutating: input.bindMemory(to: UInt8.self).baseAddress)
      unsafe stream.avail_in = UInt32(input.count)
      unsafe stream.next_out = target.bindMemory(to: UInt8.self).baseAddress
      unsafe stream.avail_out = UInt32(target.count)
      // The window of the format: 2^12 bytes, no zlib header.
      guard
        unsafe inflateInit2_(&stream, -12, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
          == Z_OK
      else { return nil }
      defer { unsafe _ = inflateEnd(&stream) }
      let status = unsafe inflate(&stream, Z_FINISH)
      guard status == Z_STREAM_END || status == Z_BUF_ERROR else { return nil }
      return unsafe stream.avail_out
    }
    guard let left else { throw DecodeFailure(reason: "not a deflate stream") }
    guard left == 0 else {
      let missing = counted(left, "byte")
      throw DecodeFailure(reason: "the deflate stream ends \(missing) short of a cluster")
    }
  }
}
