internal import CZlib

/// Raw deflate as the format wants it: no header, matches no further back than 4 KiB, which only
/// zlib can promise.
package enum DeflateEncoder {
  /// The compressed form of one cluster, or nil where it would not be at least a byte shorter, in
  /// which case the cluster is stored as it is.
  package static func encode(_ cluster: [UInt8]) -> [UInt8]? {
    var output = [UInt8](repeating: 0, count: cluster.count)
    let length: Int? = unsafe output.withUnsafeMutableBytes { target in
      unsafe cluster.withUnsafeBytes { source in
        var stream = unsafe z_stream()
        guard
          unsafe deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -12, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { unsafe _ = deflateEnd(&stream) }
        unsafe stream.next_in = UnsafeMutablePointer(
          mutating: source.bindMemory(to: UInt8.self).baseAddress)
        unsafe stream.avail_in = UInt32(source.count)
        unsafe stream.next_out = target.bindMemory(to: UInt8.self).baseAddress
        unsafe stream.avail_out = UInt32(target.count - 1)
        guard unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END else { return nil }
        return unsafe target.count - 1 - Int(stream.avail_out)
      }
    }
    return length.map { Array(output.prefix($0)) }
  }
}
