internal import Surface

/// Rows over the lowest rows of the panes.
enum PopupView {
  static func draw(_ popup: Popup, on surface: inout Surface) {
    surface.fill(popup.area, style: Style(.plain))
    let note = popup.hidden > 0 ? "\(popup.hidden) more, \(popup.note)" : popup.note
    PaneTitle(title: popup.title, note: note).draw(in: popup.area, isFocused: true, on: &surface)
    for (index, row) in popup.rows.enumerated() {
      guard let place = popup.place(ofRow: index) else { continue }
      let room = max(0, place.width - 2)
      // A word that nothing is told of has all the room.
      let keyRoom = row.help.isEmpty ? room : min(room, popup.keyWidth)
      surface.put(
        cutting: row.key, x: place.x + 1, y: place.y, style: Style(.key), width: keyRoom)
      let gap = popup.keyWidth + 1
      surface.put(
        cutting: row.help, x: place.x + 1 + gap, y: place.y, style: Style(.hint),
        width: room - gap)
      if index == popup.chosen { surface.restyle(place) { Style(.cursor, $0.traits) } }
    }
  }
}
