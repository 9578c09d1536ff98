internal import QCOW2

/// A state that the map may be restricted to, with the letter that toggles it.
package enum ShownState: String, CaseIterable, Hashable, Sendable {
  case data = "d"
  case hole = "h"
  case zero = "z"
  case compressed = "c"
  case backing = "b"
  case damaged = "!"

  /// What it is called.
  var name: String {
    switch self {
    case .data: "data"
    case .hole: "holes"
    case .zero: "zeros"
    case .compressed: "compressed"
    case .backing: "from below"
    case .damaged: "damaged"
    }
  }

  /// Whether an extent is in the state.
  func has(_ extent: Extent) -> Bool {
    switch self {
    case .backing: extent.comesFromBelow
    case .damaged: extent.kind == .damaged || extent.kind == .missing
    case .data: extent.kind == .data
    case .hole: extent.kind == .unallocated
    case .zero: extent.kind == .zeroPlain || extent.kind == .zeroAllocated
    case .compressed: extent.kind == .compressed
    }
  }
}
