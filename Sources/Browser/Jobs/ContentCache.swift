internal import QCOW2
internal import Synchronization

/// What was found out about the bytes of clusters, a byte for each, kept until the disk is read again.
package final class ContentCache: Sendable {
  private struct State {
    /// The classes of a page of clusters, each one more than its index; 0 is not looked at.
    var pages: [UInt64: [UInt8]] = [:]
  }

  private static let pageClusters: UInt64 = 4096
  /// 16 MiB of them.
  private static let mostPages = 4096
  private let state = Mutex(State())

  package init() {}

  /// The class of a cluster of the disk, or nil where it was not looked at.
  func known(_ cluster: UInt64) -> Int? {
    let value = state.withLock {
      $0.pages[cluster / Self.pageClusters]?[Int(cluster % Self.pageClusters)] ?? 0
    }
    return value == 0 ? nil : Int(value) - 1
  }

  func keep(_ kind: Int, of cluster: UInt64) {
    state.withLock { state in
      let page = cluster / Self.pageClusters
      if state.pages[page] == nil {
        // What was looked at longest ago cannot be told; all of it can be looked at again.
        if state.pages.count >= Self.mostPages { state.pages = [:] }
        state.pages[page] = Array(repeating: 0, count: Int(Self.pageClusters))
      }
      state.pages[page]?[Int(cluster % Self.pageClusters)] = UInt8(kind + 1)
    }
  }
}
