package import QCOW2

/// A place where the user was.
package struct Place: Equatable, Sendable {
  /// What was on the screen.
  struct View: Equatable, Sendable {
    var screen: Screen
    var focus: Pane
    var space: AddressSpace
    /// The cursor in the file.
    var host: HostOffset
    /// The table that is shown, and its chosen entry.
    var table: EntryTable
    var row: Int
    /// The disk, where that was left too.
    var disk: ShownDisk?
  }

  var guest: GuestOffset
  /// The view, where that was left too and is to come back.
  var view: View?
}

/// Where the user has been, as a browser keeps it.
package struct History: Equatable, Sendable {
  private var past: [Place] = []
  private var future: [Place] = []
  private static let most = 500

  package init() {}

  /// Records that the user leaves `place` by a jump.
  package mutating func leave(_ place: Place) {
    future = []
    // A view that was left here already brings its place back with it.
    guard past.last != place, place.view != nil || past.last?.guest != place.guest else { return }
    past.append(place)
    if past.count > Self.most { past.removeFirst() }
  }

  /// The place before, if there is one.
  package mutating func back(from place: Place) -> Place? {
    guard let target = past.popLast() else { return nil }
    future.append(place.left(for: target))
    return target
  }

  /// The place that `back` came from, if there is one.
  package mutating func forward(from place: Place) -> Place? {
    guard let target = future.popLast() else { return nil }
    past.append(place.left(for: target))
    return target
  }

  /// How many places it has.
  package var count: Int { past.count + future.count }

  /// One of them, the newest first.
  package func place(_ index: Int) -> GuestOffset? {
    if future.indices.contains(index) { return future[index].guest }
    let rest = past.count - 1 - (index - future.count)
    return past.indices.contains(rest) ? past[rest].guest : nil
  }

  /// The newest place left.
  package var latest: GuestOffset? { past.last?.guest }
}

extension Place {
  /// As much of it as going to another place leaves.
  fileprivate func left(for target: Place) -> Place {
    guard let wanted = target.view else { return Place(guest: guest) }
    var place = self
    if wanted.disk == nil { place.view?.disk = nil }
    return place
  }
}
