internal import QCOW2
internal import Synchronization

/// The structures of the file that was asked for last, read again where it was written to.
final class AnatomyShelf: Sendable {
  private struct Kept {
    var file: ImageFile
    var anatomy: Anatomy
  }

  private let kept = Mutex<Kept?>(nil)

  /// - Throws: As `Anatomy.init`.
  func anatomy(of file: ImageFile) throws(ImageError) -> Anatomy {
    let known = kept.withLock { $0 }
    if let known, known.file === file, !known.anatomy.isStale { return known.anatomy }
    let anatomy = try Anatomy(file.storage)
    kept.withLock { $0 = Kept(file: file, anatomy: anatomy) }
    return anatomy
  }
}
