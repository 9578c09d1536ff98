package import QCOW2

/// The partitions of the disk with what lies in each, and the room between them.
package struct VolumeRows: Sendable {
  /// One row.
  package enum Row: Sendable {
    case volume(Volume)
    /// What belongs to no partition.
    case gap(Range<GuestOffset>)

    /// Where it lies.
    package var range: Range<GuestOffset> {
      switch self {
      case .volume(let volume): volume.contents.range
      case .gap(let range): range
      }
    }
  }

  /// What was read.
  package let list: VolumeList
  /// The rows in the order of the disk.
  package let rows: [Row]

  /// - Parameters:
  ///   - list: What was read.
  ///   - end: The end of the disk.
  init(_ list: VolumeList, end: GuestOffset) {
    self.list = list
    let volumes = list.volumes.map(Row.volume)
    guard !list.table.partitions.isEmpty else {
      rows = volumes
      return
    }
    let used = list.table.usable.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
    var gaps: [Row] = []
    var position = GuestOffset.zero
    for range in used {
      if range.lowerBound > position { gaps.append(.gap(position..<range.lowerBound)) }
      position = max(position, range.upperBound)
    }
    if position < end { gaps.append(.gap(position..<end)) }
    rows = (volumes + gaps).enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }.map(\.element)
  }
}
