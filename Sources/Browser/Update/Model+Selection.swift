internal import QCOW2

extension Model {
  /// Selects from the byte under the cursor on, or drops the selection.
  mutating func toggleMarking() {
    if let hit = marking, hit.unit == .hit {
      marking = Marking(space: hit.space, unit: .bytes, start: hit.start)
    } else if marking != nil {
      return dropSelection()
    }
    markFromHere()
    message = Message(.info, "moving selects bytes, v or Esc drops them")
  }

  /// Begins a selection of bytes at the cursor, unless there is one.
  mutating func markFromHere() {
    guard marking == nil, hexSize > 0 else { return }
    let place = hexPlace
    marking = Marking(space: hexSpace, unit: .bytes, start: place..<place + 1)
  }

  /// Selects the extent that the cursor is in or, where that is selected, its cluster.
  mutating func markWhole() {
    guard hexSize > 0 else { return }
    let isSecond = marking?.unit == .extent && marking?.start.contains(hexPlace) == true
    if !isSecond, hexSpace == .guest, let range = extentBounds {
      marking = Marking(space: hexSpace, unit: .extent, start: range)
    } else {
      marking = Marking(space: hexSpace, unit: .cluster, start: clusterBounds)
    }
    guard let marking else { return }
    let count = marking.start.upperBound - marking.start.lowerBound
    let next = marking.unit == .extent ? ", V again selects the cluster" : ""
    message = Message(
      .info, "\(marking.unit == .extent ? "extent" : "cluster") of \(binarySize(count))\(next)")
  }

  mutating func dropSelection() { marking = nil }

  /// The run of the disk around the cursor.
  var extentBounds: Range<UInt64>? {
    let known = run ?? page?.piece(at: cursor)?.extent
    guard let range = known?.range, range.contains(cursor) else { return nil }
    return range.lowerBound.rawValue..<range.upperBound.rawValue
  }

  /// The cluster around the cursor, as far as there are bytes.
  private var clusterBounds: Range<UInt64> { clusterBounds(of: hexPlace, hexSize) }
}
