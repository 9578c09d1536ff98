package import QCOW2
internal import Surface

extension Model {
  /// The rows and columns of the file's map, or nil where it is not shown.
  package var hostLayout: MapLayout? {
    guard hosts.isShown else { return nil }
    return layout.content(of: .map).map {
      let size = facts.fileLength.roundedUp(toPowerOfTwo: image.geometry.clusterBits)
      return MapLayout(
        width: $0.width, height: $0.height, size: size, unitBits: image.geometry.clusterBits,
        mostLegendRows: 3)
    }
  }

  /// The binary logarithm of the bytes of a cell of the file's map.
  package func hostCellBits(_ map: MapLayout) -> Int {
    max(map.unitBits, min(hosts.wantedCellBits ?? map.fittingBits, map.fittingBits))
  }

  /// The cell that the cursor is in, clipped to the file's last cluster; nil where the file's map is
  /// not shown or the file is empty.
  package var hostCell: Range<HostOffset>? {
    guard let map = hostLayout, map.size > 0 else { return nil }
    let bits = UInt64(hostCellBits(map))
    let start = (hosts.cursor.rawValue >> bits) << bits
    return HostOffset(start)..<HostOffset(min(map.size, start + 1 << bits))
  }

  /// The bytes of the file of which the owner is told: of the cursor's cluster where the keys move
  /// through bytes that are part of no structure, else of its cell on the file's map.
  package var ownedRange: Range<HostOffset>? {
    guard isInFile, hexLayout != nil else { return hostCell }
    let place = hosts.cursor
    guard place.rawValue < hexSize, let note = fieldNote, note.range.contains(place),
      note.structure == nil, !note.isFaulty
    else { return nil }
    let size = image.geometry.clusterSize
    let start = HostOffset(place.rawValue - image.geometry.offsetInCluster(place))
    return start..<HostOffset(start.rawValue + min(size, hexSize - start.rawValue))
  }

  /// Who refers to the file's cluster under the hex view's cursor, once that is known.
  var clusterOwners: CellOwners? {
    hosts.owners.flatMap { isInFile && $0.range == ownedRange ? $0 : nil }
  }

  /// What the file's map needs to know: the cells on the screen, and as many above and below them.
  package var wantedHostFrame: HostMap.Frame? {
    guard let map = hostLayout, map.size > 0 else { return nil }
    let bits = hostCellBits(map)
    let cellBits = bits - map.unitBits
    let first = hosts.top.rawValue >> UInt64(map.unitBits)
    let onScreen = UInt64(map.cells) << UInt64(cellBits)
    let shown = first..<first + onScreen
    if let known = hosts.map?.frame, known.cellBits == cellBits,
      known.clusters.lowerBound <= shown.lowerBound, known.clusters.upperBound >= shown.upperBound
    {
      return known
    }
    let above = first - min(first, onScreen)
    return HostMap.Frame(first: above, cellBits: cellBits, cells: map.cells * 3)
  }
}

extension UInt64 {
  /// The next multiple of 2^`bits`; the number itself where that would be beyond 2^64.
  fileprivate func roundedUp(toPowerOfTwo bits: Int) -> UInt64 {
    let mask: UInt64 = (1 << UInt64(bits)) - 1
    return self > .max - mask ? self : (self + mask) & ~mask
  }
}
