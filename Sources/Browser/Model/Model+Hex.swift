internal import QCOW2
internal import Surface

extension Model {
  /// The bytes in the space that the hex view shows.
  package var hexSize: UInt64 {
    switch hexSpace {
    case .guest: image.geometry.virtualSize
    case .host: facts.fileLength
    }
  }

  /// The cursor in that space.
  package var hexPlace: UInt64 {
    switch hexSpace {
    case .guest: cursor.rawValue
    case .host: hosts.cursor.rawValue
    }
  }

  /// The first byte on the hex view, in that space.
  package var hexStart: UInt64 {
    switch hexSpace {
    case .guest: hexTop.rawValue
    case .host: hostTop.rawValue
    }
  }

  /// The bytes that the hex view has room for and that exist.
  var hexRange: Range<UInt64> {
    let rows = layout.content(of: .hex)?.height ?? 0
    let room = UInt64(rows * (hexLayout?.bytesPerRow ?? 0))
    let (end, overflow) = hexStart.addingReportingOverflow(room)
    let last = min(hexSize, overflow ? .max : end)
    return min(hexStart, last)..<last
  }

  /// A byte on the hex view.
  func hexByte(at place: UInt64) -> PageByte {
    switch hexSpace {
    case .guest: page?.byte(at: GuestOffset(place)) ?? .absent
    case .host: hostPage?.byte(at: HostOffset(place)) ?? .absent
    }
  }

  /// The bytes that are selected, for whoever copies, exports or hashes them; nil where none are.
  package var selection: Selection? {
    guard let marking, marking.space == hexSpace, hexSize > 0 else { return nil }
    return Selection(marking.space, marking.bounds(to: hexPlace))
  }
}
