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

  /// The view that is shown has brackets, so that it stands out without colours; where names do not
  /// fit into `width`, the others are their digits alone.
  init(_ model: Model, width: Int) {
    let named = Screen.allCases.map { Self.label($0, model, isNamed: true) }
    let fits = named.reduce(0) { $0 + $1.text.count } <= width
    labels =
      fits ? named : Screen.allCases.map { Self.label($0, model, isNamed: $0 == model.screen) }
  }

  private static func label(_ screen: Screen, _ model: Model, isNamed: Bool) -> Label {
    let isLoud = screen == .check && model.audit.isCorrupt
    let name = isNamed ? "\(screen.key) \(screen.name)" : "\(screen.key)"
    let text = isLoud ? name + "!" : name
    return Label(
      screen: screen, text: screen == model.screen ? "[\(text)]" : " \(text) ", isLoud: isLoud)
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
