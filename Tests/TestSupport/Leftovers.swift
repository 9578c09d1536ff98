import Synchronization

/// Directories that last as long as the process.
enum Leftovers {
  private static let kept = Mutex<[TemporaryDirectory]>([])

  static func keep(_ directory: TemporaryDirectory) { kept.withLock { $0.append(directory) } }

  /// Lets go of all, so that each removes itself.
  static func remove() { kept.withLock { $0 = [] } }
}
