internal import CNcurses
package import Surface

/// Turns ncurses' mouse reports into events.
package struct MouseDecoder {
  private var held: (button: Int, point: Point)?

  package init() {}

  /// What the terminal is asked to report: presses, releases and the wheel.
  static var mask: UInt32 {
    cn_pressed_1 | cn_released_1 | cn_pressed_2 | cn_released_2 | cn_pressed_3 | cn_released_3
      | cn_wheel_up | cn_wheel_down | cn_shift | cn_control | cn_alt | cn_motion
  }

  /// The event of a report; nil when it says nothing new.
  ///
  /// ncurses passes motion with a button down on as another press, or as motion, so a drag is what
  /// happens between a press and its release.
  package mutating func event(state: UInt32, x: Int, y: Int) -> MouseEvent? {
    let point = Point(x: x, y: y)
    var modifiers: Modifiers = []
    if state & cn_shift != 0 { modifiers.insert(.shift) }
    if state & cn_control != 0 { modifiers.insert(.control) }
    if state & cn_alt != 0 { modifiers.insert(.alt) }
    guard let kind = kind(state, at: point) else { return nil }
    return MouseEvent(kind, at: point, modifiers)
  }

  private mutating func kind(_ state: UInt32, at point: Point) -> MouseEvent.Kind? {
    if state & cn_wheel_up != 0 { return .wheelUp }
    if state & cn_wheel_down != 0 { return .wheelDown }
    if state & (cn_released_1 | cn_released_2 | cn_released_3) != 0 {
      held = nil
      return .release
    }
    let pressed = [cn_pressed_1, cn_pressed_2, cn_pressed_3].firstIndex { state & $0 != 0 }
    let button = pressed.map { $0 + 1 }
    if let held, button == held.button || button == nil, state & cn_motion != 0 || button != nil {
      // A press where the button is already down: a second one whose release was lost.
      guard held.point != point else { return button.map { .press($0) } }
      self.held = (held.button, point)
      return .drag
    }
    guard let button else { return nil }
    held = (button, point)
    return .press(button)
  }
}
