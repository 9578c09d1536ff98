package import QCOW2

/// Where the user has been, as a browser keeps it.
package struct History: Equatable, Sendable {
  private var past: [GuestOffset] = []
  private var future: [GuestOffset] = []
  private static let most = 500

  package init() {}

  /// Records that the user leaves `place` by a jump.
  package mutating func leave(_ place: GuestOffset) {
    future = []
    guard past.last != place else { return }
    past.append(place)
    if past.count > Self.most { past.removeFirst() }
  }

  /// The place before, if there is one.
  package mutating func back(from place: GuestOffset) -> GuestOffset? {
    guard let target = past.popLast() else { return nil }
    future.append(place)
    return target
  }

  /// The place that `back` came from, if there is one.
  package mutating func forward(from place: GuestOffset) -> GuestOffset? {
    guard let target = future.popLast() else { return nil }
    past.append(place)
    return target
  }

  /// The newest place left.
  package var latest: GuestOffset? { past.last }
}
