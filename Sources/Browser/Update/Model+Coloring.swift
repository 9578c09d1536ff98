internal import QCOW2

extension Model {
  mutating func color(by wanted: Coloring) {
    (wantedColoring, tint) = (wanted, nil)
    message = Message(.info, "the map is coloured by \(wanted.name)")
  }

  /// What may colour the map of this disk, in the order of the key; that for which data has to be read
  /// is only taken where it is asked for by name.
  var colorings: [Coloring] {
    let bitmap = bitmaps.flatMap { list in
      firstLayer > 0 ? nil : chosenRow(of: .bitmaps).map { list.rows[$0] }
    }
    let other: [Coloring] = comparison == nil ? [] : [.scheme(.difference)]
    let changes: [Coloring] = follow == nil ? [] : [.scheme(.changes)]
    return [.state] + changes + other + (disk.layers.count > 1 ? [.layer] : [])
      + (bitmap.map { [.bitmap($0)] } ?? [])
      + [.scheme(.refcount)] + (hasSnapshots ? [.scheme(.sharing)] : []) + [.scheme(.distance)]
  }

  /// Colours the map by the next of these.
  mutating func cycleColoring() {
    guard !hosts.isShown else {
      message = Message(.info, "the layout of the file is coloured by owner, s goes back")
      return
    }
    let all = colorings
    let index = all.firstIndex(of: coloring) ?? all.count - 1
    color(by: all[(index + 1) % all.count])
  }

  /// Draws the cells of the map in the next way.
  mutating func cycleGlyphs() {
    guard !hosts.isShown else {
      message = Message(.info, "the layout of the file is drawn in one way, s goes back")
      return
    }
    let all = GlyphMode.allCases
    let index = all.firstIndex(of: glyphMode) ?? 0
    draw(in: all[(index + 1) % all.count])
  }

  mutating func draw(in mode: GlyphMode) {
    glyphMode = mode
    let text =
      switch mode {
      case .shade: "shades: how full a cell is"
      case .half: "half blocks: two rows of cells on a line, whether anything is there"
      case .braille: "braille: a dot for each cell that has anything"
      case .ramp: "a ramp of characters: how full a cell is"
      }
    message = Message(.info, "the map is drawn in \(text)")
    settle()
  }

  /// The names that the verb takes.
  var coloringNames: [Choice] {
    let named = colorings.map { Choice($0.word) }
    return named + [
      Choice(Scheme.content.name, "reads the data of the cells on the screen")
    ]
  }

  /// Colours the map by what has a name.
  mutating func color(named word: String) throws(Fault) {
    let all = colorings + [.scheme(.content)]
    let matches = all.filter { $0.word.hasPrefix(word) }
    guard let wanted = matches.first(where: { $0.word == word }) ?? matches.first,
      matches.count == 1 || wanted.word == word
    else {
      throw Fault("the map can be coloured by \(listed(coloringNames.map(\.text)))", at: 0)
    }
    if mapLayout == nil { show(.map) }
    if hosts.isShown { toggleHosts() }
    color(by: wanted)
  }
}

extension Coloring {
  /// The name that is typed for it.
  var word: String { if case .bitmap = self { "bitmap" } else { name } }
}
