internal import Surface

/// When and where the mouse was pressed.
struct Click: Sendable {
  let point: Point
  let time: ContinuousClock.Instant
}
