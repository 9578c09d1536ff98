/// Why compressed data does not yield one cluster.
struct DecodeFailure: Error, Hashable {
  let reason: String
}

/// Decodes one compressed cluster. Not safe for use by two threads at once; `DecoderPool` hands
/// each caller one of its own.
protocol Decoder: AnyObject {
  /// Fills `output`, which is one cluster, from `input`, which may go on past the stream's end.
  func decode(_ input: UnsafeRawBufferPointer, into output: inout MutableRawSpan)
    throws(DecodeFailure)
}
