internal import QCOW2
internal import Surface

typealias Kind = ExtentKind

/// A pane's title line: `─ Map · guest ───────── 4 GiB a cell ─`.
struct PaneTitle {
  var title: String
  var note = ""

  /// Draws the line over the width of `area`.
  func draw(in area: Rect, isFocused: Bool, on surface: inout Surface) {
    let style = Style(isFocused ? .focusedFrame : .frame)
    let line = area.splitTop(1).top
    surface.fill(line, scalar: surface.glyphs.horizontal, style: style)
    guard area.height > 0 else { return }
    let end = line.maxX
    let used = surface.put(
      cutting: " \(title) ", x: line.x + 1, y: line.y, style: style, width: line.width - 2)
    let room = line.width - used - 4
    guard !note.isEmpty, room >= 3 else { return }
    let width = min(surface.columns(of: note) + 2, room)
    surface.put(cutting: " \(note) ", x: end - width - 1, y: line.y, style: style, width: width)
  }
}

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
  static func letter(_ extent: Extent, glyphs: Glyphs) -> Unicode.Scalar {
    extent.comesFromBelow && extent.kind != .damaged ? "b" : letter(extent.kind, glyphs: glyphs)
  }

  /// The letter at one cluster a cell and before a hex row.
  static func letter(_ kind: Kind, glyphs: Glyphs) -> Unicode.Scalar {
    switch kind {
    case .data: "D"
    case .compressed: "C"
    case .zeroPlain: "z"
    case .zeroAllocated: "Z"
    case .unallocated: "."
    case .missing: "m"
    case .damaged: "!"
    }
  }
}
