internal import QCOW2
internal import Surface

typealias Kind = ExtentKind

/// A colour and a letter for a kind of guest range, the same on every view.
enum KindStyle {
  static func role(_ kind: Kind) -> Role {
    switch kind {
    case .data: .data
    case .compressed: .compressed
    case .zeroPlain, .zeroAllocated: .zero
    case .unallocated: .hole
    case .missing: .backing
    case .damaged: .damaged
    }
  }

  /// The role of an extent: what comes from below has a colour of its own.
  static func role(_ extent: Extent) -> Role {
    extent.comesFromBelow && extent.kind != .damaged ? .backing : role(extent.kind)
  }

  /// The letter of an extent.
  static func letter(_ extent: Extent) -> Unicode.Scalar {
    extent.comesFromBelow && extent.kind != .damaged ? "b" : extent.kind.letter
  }
}
