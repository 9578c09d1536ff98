/// The runs of a disk whose bytes lie in a file as the guest has them, on whole blocks and long enough
/// that it is worth a call to share them.
struct SharedRuns: Sequence, IteratorProtocol {
  /// A run.
  struct Run {
    let start: GuestOffset
    let count: UInt64
    let file: FileStorage
    let host: HostOffset
  }

  /// The blocks of most file systems; where they are larger, sharing fails.
  private static let block: UInt64 = 4096
  private static let shortest: UInt64 = 1 << 20

  private let files: [FileStorage?]
  private let base: GuestOffset
  private var entries: MapEntries?

  /// - Parameters:
  ///   - disk: The disk; of one that others write to there are none.
  ///   - range: The range.
  ///   - base: The guest byte that is the first of the file that will share them.
  ///   - cancellation: Ends the sequence early.
  init(
    _ disk: Disk, _ range: Range<GuestOffset>, from base: GuestOffset, _ cancellation: Cancellation
  ) {
    self.base = base
    files = disk.layers.map { layer in
      switch layer.content {
      case .image(let image): (image.file.dataFile ?? image.storage) as? FileStorage
      case .raw(let storage, _): storage as? FileStorage
      case .closed: nil
      }
    }
    let mayShare = !disk.mayChange && disk.featureRefusal == nil
    entries = mayShare ? MapEntries(disk, range, cancellation: cancellation) : nil
  }

  mutating func next() -> Run? {
    while let entry = entries?.next() {
      guard entry.content == .data, let host = entry.offset, let file = files[entry.depth]
      else { continue }
      // Only what is as far into a block there as here.
      let start = GuestOffset(entry.start)
      let skipped = (Self.block - host % Self.block) % Self.block
      guard skipped <= entry.length, (start + skipped - base) % Self.block == 0 else { continue }
      let count = (entry.length - skipped) & ~(Self.block - 1)
      guard count >= Self.shortest else { continue }
      return Run(start: start + skipped, count: count, file: file, host: HostOffset(host + skipped))
    }
    return nil
  }
}
