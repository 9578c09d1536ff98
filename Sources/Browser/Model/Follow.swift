internal import QCOW2

/// That the image is read again whenever it changes, and what changed the last time.
package struct Follow: Sendable {
  /// How often a change was read.
  package internal(set) var readings = 0
  /// How often the file changed while it was read, or made no sense.
  package internal(set) var torn = 0
  /// Whether that was so the last time.
  package internal(set) var isTorn = false
  /// The map before the last change.
  var survey: Survey?
  var detail: CellGrid?
  /// The bytes on the screen before they changed.
  var page: HexPage?
  var hostPage: HostPage?

  init() {}

  /// What the cells of a frame were before the last change; nil where that is not known.
  func grid(_ frame: CellFrame) -> CellGrid? {
    survey?.grid(frame) ?? detail.flatMap { $0.frame == frame ? $0 : nil }
  }
}
