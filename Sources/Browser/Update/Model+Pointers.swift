internal import QCOW2

extension Model {
  /// Where the user is, with the view.
  var here: Place {
    Place(
      guest: cursor,
      view: Place.View(
        screen: screen, focus: focus, space: hexSpace, host: hosts.cursor, table: entries.table,
        row: chosenRow(of: .tables) ?? 0))
  }

  /// The same with the disk, for leaving that too.
  var hereOnDisk: Place {
    var place = here
    place.view?.disk = ShownDisk(self)
    return place
  }

  /// Shows a place again, on its disk where that is another one.
  mutating func comeBack(_ place: Place) -> [Effect] {
    guard let shown = place.view?.disk, shown.disk !== disk else {
      comeBack(to: place)
      return []
    }
    guard shown.whole === whole else {
      comeBack(to: place)
      message = Message(.warning, "the image was read again: this is the disk that is shown now")
      return []
    }
    return [.comeBack(shown, place)]
  }

  /// Shows a place again, with the view where that was left too.
  mutating func comeBack(to place: Place) {
    (cursor, message) = (place.guest, nil)
    if let view = place.view {
      dropSelection()
      (hexSpace, hosts.cursor) = (view.space, view.host)
      (hosts.linked, hosts.leads) = (cursor, false)
      if view.screen.panes.contains(.tables) {
        (entries.table, entries.linked, chosen[.tables]) = (view.table, cursor, view.row)
      } else {
        // What the list shows is sought anew once it is looked at.
        entries.linked = nil
      }
      show(view.screen)
      if panes(of: screen).contains(view.focus) { focus = view.focus }
    }
    settle(isJump: true)
  }

  /// Shows the file's bytes at a place; Backspace comes back to this view.
  mutating func openFile(at place: HostOffset) {
    history.leave(here)
    turnToFile(at: place)
  }

  /// The same without a way back.
  mutating func turnToFile(at place: HostOffset) {
    dropSelection()
    hexSpace = .host
    hosts.cursor = place
    // The disk's cursor stays where it is: it may be mapped by others too.
    (hosts.linked, hosts.leads) = (cursor, false)
    if !panes(of: screen).contains(.hex) { show(.hex) }
    focus = .hex
    settle(isJump: true)
  }

  /// Whether the field under the cursor is known to lead somewhere.
  var followsField: Bool {
    guard hexSpace == .host, let note = fieldNote else { return false }
    return note.target != nil && note.range.contains(hosts.cursor)
  }

  /// Goes where the field under the cursor points.
  mutating func followField() {
    hosts.follows = false
    guard hexSpace == .host else {
      return tell("pointers are in the file, s shows its bytes")
    }
    guard let note = fieldNote, note.range.contains(hosts.cursor) else {
      hosts.follows = hexSize > 0
      return
    }
    guard let target = note.target?.host else {
      return tell(
        note.structure == nil ? "these bytes are no pointer" : "this field leads nowhere")
    }
    guard target.rawValue < hexSize else {
      message = Message(.warning, "it leads to \(target), past the end of the file")
      return
    }
    openFile(at: target)
    tell("at \(target), Backspace goes back")
  }

  /// Takes what the file's byte under the cursor is part of.
  mutating func take(_ note: FieldNote) {
    fieldNote = note
    if hosts.follows, note.range.contains(hosts.cursor) { return followField() }
    followFile()
  }
}
