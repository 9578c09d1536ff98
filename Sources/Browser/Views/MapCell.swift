internal import QCOW2
internal import Surface

/// What the colouring says of one cell of the map.
enum CellTint {
  /// Not known yet.
  case pending
  /// How much of the cell a bitmap marks, 0 to 1, and whether some of its bits cannot be read.
  case dirty(Double, isPartial: Bool)
  /// The layer that provides most of the cell, and whether it provides all of it.
  case layer(Int, isWhole: Bool)
  /// The class that speaks for the cell, and whether all that is there is of it.
  case classed(CellClass, isWhole: Bool)
  /// No layer provides anything, or no class speaks of what is there.
  case nobody
}

/// One cell of the map.
struct MapCell {
  let counts: KindCounts
  let capacity: UInt64
  /// Whether the cell is one unit, which has a letter of its own.
  let isSingle: Bool
  /// What colours the cell, or nil where its state does.
  var tint: CellTint?
  /// Whether a check found corruption that touches it.
  var isMarked = false
  /// Whether nobody can tell what is there, because the header is broken.
  var isUnknown = false

  func drawn(_ glyphs: Glyphs, isCursor: Bool) -> Cell {
    // Reversing a shade would only make another shade of it: under the cursor a letter says it.
    if isCursor { return Cell(letter, Style(.cursor)) }
    if isUnknown { return Cell("?", Style(.damaged)) }
    if isMarked { return Cell("!", Style(.damaged)) }
    switch tint {
    case .dirty(let share, _) where share > 0:
      return Cell(shade(share, glyphs), Style(.shared, .bold))
    case .dirty(_, isPartial: true): return Cell("?", Style(.warning))
    // What is there but not marked must differ from what is without colours too.
    case .dirty: return Cell(counts.allocated > 0 ? "-" : glyph(glyphs), Style(.muted))
    case .pending: return Cell(glyph(glyphs), Style(.muted))
    // What no class speaks of must not look like one of them.
    case .nobody where counts[.damaged] == 0: return Cell(glyph(glyphs), Style(.muted))
    case .layer(let layer, let isWhole) where counts[.damaged] == 0:
      return Cell(
        LayerMark.digit(layer), Style(LayerMark.role(layer), isWhole ? .bold : []))
    case .classed(let known, let isWhole) where counts[.damaged] == 0:
      return Cell(known.letter, Style(known.role, isWhole ? .bold : []))
    case .layer, .classed, .nobody, nil: return Cell(glyph(glyphs), Style(role))
    }
  }

  private func shade(_ share: Double, _ glyphs: Glyphs) -> Unicode.Scalar {
    let shades = glyphs.shades
    if share >= 1 { return shades[shades.count - 1] }
    guard shades.count == 5 else { return shades[max(0, Int(share * Double(shades.count - 1)))] }
    return glyphs.shades[share < 0.06 ? 0 : share < 0.31 ? 1 : share < 0.63 ? 2 : 3]
  }

  private var role: Role {
    guard let kind = counts.dominating else { return counts.total == 0 ? .unread : .hole }
    // What mostly comes from below has a colour of its own, whatever it is there.
    return kind != .damaged && counts.below * 2 > counts.allocated ? .backing : KindStyle.role(kind)
  }

  private var letter: Unicode.Scalar {
    if isMarked { return "!" }
    guard counts.total > 0, !isUnknown else { return "?" }
    if counts[.damaged] == 0 {
      if case .layer(let layer, _)? = tint { return LayerMark.digit(layer) }
      if case .classed(let known, _)? = tint { return known.letter }
      if counts.below * 2 > counts.allocated { return "b" }
    }
    return (counts.dominating ?? .unallocated).letter
  }

  private func glyph(_ glyphs: Glyphs) -> Unicode.Scalar {
    guard counts.total > 0 else { return isSingle ? "?" : glyphs.unread }
    if isSingle { return letter }
    // A broken entry must be seen in mono too.
    if counts[.damaged] > 0 { return "!" }
    let allocated = counts.allocated
    guard allocated > 0 || counts[.missing] == 0 else { return "m" }
    guard allocated > 0 else { return counts.total < capacity ? glyphs.unread : " " }
    // A lone cluster is never rounded away, and only a full cell looks full.
    if allocated == capacity { return shade(1, glyphs) }
    return shade(min(0.99, Double(allocated) / Double(max(1, capacity))), glyphs)
  }
}

/// What stands for a layer on the map: 0 to 9, then letters, in colours that take turns.
enum LayerMark {
  private static let digits = Array(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)
  private static let roles: [Role] = [.data, .backing, .compressed, .shared, .metadata, .zero]

  static func digit(_ layer: Int) -> Unicode.Scalar {
    layer < digits.count ? digits[layer] : "+"
  }

  static func role(_ layer: Int) -> Role { roles[layer % roles.count] }
}
