/// Clusters of the active disk that hold nothing but zeros, and could be holes instead.
public struct ZeroScan: Hashable, Sendable {
  /// The clusters of stored data that were read.
  public private(set) var clusters: UInt64 = 0
  /// Those of them that hold nothing but zeros.
  public private(set) var zeroClusters: UInt64 = 0
  /// The bytes of those.
  public private(set) var zeroBytes: UInt64 = 0

  /// Reads all data that the image itself stores uncompressed.
  ///
  /// - Parameters:
  ///   - image: The image, unlocked where it is encrypted.
  ///   - cancellation: Stops.
  ///   - progress: Guest bytes done and their number, now and then.
  /// - Throws: `ImageError.cancelled`, and as `Image.read` where data cannot be read at all; single
  ///   clusters that cannot be read are left out.
  public init(
    _ image: Image, cancellation: Cancellation = Cancellation(),
    progress: (UInt64, UInt64) -> Void = { _, _ in }
  ) throws(ImageError) {
    let size = image.geometry.clusterSize
    for extent in image.extents(in: .zero..<image.geometry.end) where extent.kind == .data {
      var position = extent.start
      while position < extent.end {
        if cancellation.isCancelled { throw .cancelled }
        progress(position.rawValue, image.geometry.virtualSize)
        let count = min(size, extent.end - position)
        if let bytes = try? image.read(at: position, count: Int(count)) {
          clusters += 1
          if bytes.allSatisfy({ $0 == 0 }) {
            zeroClusters += 1
            zeroBytes += count
          }
        }
        position = position + count
      }
    }
  }
}
