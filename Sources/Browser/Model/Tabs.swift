/// The labels of the views on the second line.
struct Tabs {
  /// A view and how its tab reads.
  struct Label {
    let screen: Screen
    let text: String
    /// Whether the view has something to warn of.
    let isLoud: Bool
  }

  let labels: [Label]
  /// What is said behind them where one pane has all the room; empty where none has.
  let note: String

  /// The view that is shown has brackets, so that it stands out without colours. Names that do not fit
  /// into `width` stand closer, then the others are their keys alone.
  init(_ model: Model, width: Int) {
    let styles: [(named: Bool, loose: Bool)] = [(true, true), (true, false), (false, true)]
    let all = styles.map { style in
      Screen.allCases.map { Self.label($0, model, style) }
    }
    let note = model.isZoomed && model.hasOtherPanes ? " z: back" : ""
    self.note = note
    // The space behind the last name may be cut.
    let room = note.isEmpty ? width + 1 : width - note.count
    labels = all.first { $0.reduce(0) { $0 + $1.text.count } <= room } ?? all[all.count - 1]
  }

  private static func label(
    _ screen: Screen, _ model: Model, _ style: (named: Bool, loose: Bool)
  ) -> Label {
    let isActive = screen == model.screen
    let isLoud = screen == .check && model.audit.isCorrupt
    let name =
      (style.named || isActive ? "\(screen.key) \(screen.name)" : screen.key)
      + (isLoud ? "!" : "")
    return Label(
      screen: screen, text: isActive ? "[\(name)]" : style.loose ? " \(name) " : " \(name)",
      isLoud: isLoud)
  }

  /// The view whose label is at a column of the line.
  func screen(at column: Int) -> Screen? {
    var x = 0
    return labels.first { label in
      defer { x += label.text.count }
      return column >= x && column < x + label.text.count
    }?.screen
  }
}
