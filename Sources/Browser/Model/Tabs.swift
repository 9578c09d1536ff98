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
    // A list that is looked at now and then has a tab only while it is open.
    let screens = Screen.allCases.filter { $0 != .marks || model.screen == .marks }
    let all = styles.map { style in
      screens.map { Self.label($0, model, style) }
    }
    let note = model.isZoomed && model.hasOtherPanes ? " z: back" : ""
    self.note = note
    labels = all.first { Self.width($0, note) <= width } ?? all[all.count - 1]
  }

  /// The columns of labels and a note; the space behind the last name may be cut.
  private static func width(_ labels: [Label], _ note: String) -> Int {
    let isLoose = note.isEmpty && labels.last?.text.hasSuffix(" ") == true
    return labels.reduce(note.count) { $0 + $1.text.count } - (isLoose ? 1 : 0)
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
