/// What a mouse did, and where.
package struct MouseEvent: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// A button went down: 1 left, 2 middle, 3 right.
    case press(Int)
    case release
    case wheelUp
    case wheelDown
    /// The pointer moved with a button held.
    case drag
  }

  package var kind: Kind
  package var point: Point
  package var modifiers: Modifiers

  package init(_ kind: Kind, at point: Point, _ modifiers: Modifiers = []) {
    self.kind = kind
    self.point = point
    self.modifiers = modifiers
  }
}

/// Something the program has to react to.
package enum Event: Hashable, Sendable {
  case key(KeyPress)
  case mouse(MouseEvent)
  /// A text that was put in at once, without its line breaks.
  case paste(String)
  /// The terminal has a new size.
  case resize(Size)
  /// The screen was lost and has to be drawn again, as after a suspension.
  case redraw
  /// Another thread called `Waker.wake`.
  case wake
  /// SIGINT from outside; the ^C key arrives as a key.
  case interrupt
  /// The process was told to end by this signal.
  case terminate(signal: Int32)
  /// The terminal is gone; nothing will come from it any more.
  case lost
}
