/// How a selection is being made: it began with some bytes, and the cursor extends it.
struct Marking: Equatable, Sendable {
  /// What the selection began with.
  enum Unit: Equatable, Sendable {
    case bytes, extent, cluster
    /// What a search found; the cursor does not extend it.
    case hit
  }

  let space: AddressSpace
  let unit: Unit
  /// The bytes that it began with, all of which stay selected.
  let start: Range<UInt64>

  /// The bytes up to the cursor and the one under it.
  func bounds(to cursor: UInt64) -> Range<UInt64> {
    unit == .hit ? start : min(start.lowerBound, cursor)..<max(start.upperBound, cursor + 1)
  }
}
