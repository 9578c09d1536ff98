internal import CLinux
internal import Glibc
internal import Synchronization

/// Notices whether a file is being written, so that nothing read of it is trusted for too long.
///
/// The system is asked once in a while at most: in between an answer costs a look at a coarse clock.
final class FileWatch: Sendable {
  /// What is known of a file.
  struct Report: Hashable {
    /// Whether what is read now may be something else a moment later.
    let isLive: Bool
    /// How often the content was seen to have changed.
    let changes: Int
  }

  /// How long an answer holds, in milliseconds: longer than a tick of the clock that stamps files, so
  /// that two equal stamps in a row mean that nothing was written in between.
  static let interval: Int64 = 20

  private let storage: any Storage
  private let version: Mutex<FileVersion?>
  private let nextLook: Atomic<Int64>
  private let isLive: Atomic<Bool>
  private let changes = Atomic(0)

  init(_ storage: any Storage) {
    self.storage = storage
    version = Mutex(storage.version())
    isLive = Atomic(storage.hasWriter() == true)
    nextLook = Atomic(Self.now + Self.interval)
  }

  /// What is known, asking the system where the last answer is too old.
  func look() -> Report {
    let now = Self.now
    if now >= nextLook.load(ordering: .acquiring) {
      ask()
      nextLook.store(now + Self.interval, ordering: .releasing)
    }
    return Report(
      isLive: isLive.load(ordering: .acquiring), changes: changes.load(ordering: .acquiring))
  }

  private func ask() {
    let hasWriter = storage.hasWriter() == true
    let current = storage.version()
    let hasChanged = version.withLock { version in
      defer { version = current }
      return version != current
    }
    if hasChanged { changes.add(1, ordering: .releasing) }
    isLive.store(hasWriter || hasChanged, ordering: .releasing)
  }

  private static var now: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
