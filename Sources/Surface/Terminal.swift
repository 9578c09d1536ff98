/// A screen to show surfaces on and a keyboard to wait for; tests put their own in its place.
///
/// All calls belong to one thread.
package protocol Terminal: AnyObject {
  var size: Size { get }
  var depth: ColorDepth { get }
  var glyphs: Glyphs { get }
  /// How wide characters are here.
  var measure: Measure { get }
  /// Ends a wait from any thread.
  var waker: any Waker { get }

  /// Shows a frame. The hardware cursor goes to `cursor`, where screen readers look; it is seen only
  /// where that is asked for.
  func present(_ surface: Surface, cursor: Point?, showsCursor: Bool)

  /// Takes over another look, from the next frame on.
  func apply(_ appearance: Appearance)

  /// Says whether pasted text is wanted as one event; otherwise it arrives as keys.
  func takePastes(_ isWanted: Bool)

  /// Waits until something happens or the timeout (nil: none) has passed.
  ///
  /// Returns all that is queued, in order, and nothing after a timeout.
  func waitForEvents(timeout: Duration?) -> [Event]

  /// Gives the terminal back to the shell and stops the process until it is continued.
  func suspend()

  /// Makes the next frame repaint every cell.
  func redraw()

  func beep()

  /// Sends a text, in base64, to the terminal's clipboard. Whether the terminal takes it cannot be told.
  func copy(_ base64: String)
}

extension Terminal {
  /// A blank surface of this terminal's size.
  package func makeSurface() -> Surface {
    Surface(size: size, glyphs: glyphs, measure: measure)
  }
}

/// Ends `Terminal.waitForEvents` early, from any thread.
package protocol Waker: Sendable {
  func wake()
}
