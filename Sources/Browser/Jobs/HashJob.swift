internal import QCOW2

/// Hashes bytes.
struct HashJob: Sendable {
  let bytes: Selection
  let algorithm: HashAlgorithm
  let source: ByteSource

  init(_ bytes: Selection, by algorithm: HashAlgorithm, of disk: Disk) {
    (self.bytes, self.algorithm) = (bytes, algorithm)
    source = ByteSource(disk, bytes.space)
  }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    do throws(DigestFault) {
      guard let digest = try digest(cancellation, post) else {
        return post(.told(.hash, .stopped, "\(algorithm) of \(bytes.text): stopped"))
      }
      let count = counted(bytes.count, "byte", "bytes")
      post(.told(.hash, .done, "\(algorithm) \(digest)  \(bytes.text), \(count)"))
    } catch {
      post(.told(.hash, .failed, "\(algorithm) of \(bytes.text): \(error.reason)"))
    }
  }

  private func digest(
    _ cancellation: Cancellation, _ post: Jobs.Post
  ) throws(DigestFault) -> String? {
    let (disk, size): (Disk, UInt64)
    do throws(ImageError) { (disk, size) = try source.opened() } catch { throw .image(error) }
    let bounds = bytes.bounds
    guard bounds.upperBound <= size else {
      throw .image(.openRefused("the file has only \(counted(size, "byte")) by now"))
    }
    var meter = JobMeter("\(algorithm)")
    return try disk.digest(
      of: GuestOffset(bounds.lowerBound)..<GuestOffset(bounds.upperBound), by: algorithm,
      cancellation
    ) { done in
      if meter.isTime { post(.progress(.hash, meter.line(done, of: bytes.count))) }
    }
  }
}

extension DigestFault {
  fileprivate var reason: String {
    switch self {
    case .image(let error): "\(error)"
    case .library(let error): "\(error)"
    }
  }
}
