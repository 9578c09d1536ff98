internal import QCOW2
internal import Synchronization

/// The structures of the file that was asked for last, read again where it was written to.
final class AnatomyShelf: Sendable {
  private struct Kept {
    var file: ImageFile
    var anatomy: Anatomy
  }

  private let kept = Mutex<Kept?>(nil)
  /// Two jobs that want the same structures do not both read them.
  private let reading = Mutex(())

  /// - Throws: As `Anatomy.init`.
  func anatomy(
    of file: ImageFile, _ cancellation: Cancellation
  ) throws(ImageError) -> Anatomy {
    try reading.withLock { _ throws(ImageError) in
      let known = kept.withLock { $0 }
      if let known, known.file === file, !known.anatomy.isStale { return known.anatomy }
      let anatomy = try Anatomy(
        file.storage, allowsBrokenHeader: true, cancellation: cancellation)
      kept.withLock { $0 = Kept(file: file, anatomy: anatomy) }
      return anatomy
    }
  }
}
