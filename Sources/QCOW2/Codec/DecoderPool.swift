internal import Synchronization

/// Idle decoders of one codec, so that each thread has one of its own and none is made twice.
final class DecoderPool: Sendable {
  private struct Idle: ~Copyable, @unchecked Sendable {
    // A worker in here is used by nobody; taking it out under the lock hands it to one thread.
    var workers: [DecodeWorker] = []
  }

  private struct Box: @unchecked Sendable {
    let worker: DecodeWorker?
  }

  private let isZstd: Bool
  private let idle = Mutex(Idle())

  /// - Parameter compressionType: The header's field: 1 is zstd, everything else deflate.
  init(compressionType: UInt64) { isZstd = compressionType == 1 }

  /// Lends a worker to `body`.
  func withWorker<Failure: Error>(
    _ body: (DecodeWorker) throws(Failure) -> Void
  ) throws(Failure) {
    let waiting = idle.withLock { idle in Box(worker: idle.workers.popLast()) }
    let worker = waiting.worker ?? DecodeWorker(isZstd ? ZstdDecoder() : DeflateDecoder())
    defer { give(back: worker) }
    try body(worker)
  }

  private func give(back worker: DecodeWorker) {
    let box = Box(worker: worker)
    idle.withLock { idle in
      if idle.workers.count < 8, let worker = box.worker { idle.workers.append(worker) }
    }
  }
}
