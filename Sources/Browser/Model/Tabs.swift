/// The labels of the views on the second line.
struct Tabs {
  /// A view and how its tab reads.
  struct Label {
    let screen: Screen
    let text: String
  }

  let labels: [Label]

  /// The view that is shown has brackets, so that it stands out without colours; where names do not
  /// fit into `width`, the others are their digits alone.
  init(_ active: Screen, width: Int) {
    let named = Screen.allCases.map { Self.label($0, $0 == active, isNamed: true) }
    let fits = named.reduce(0) { $0 + $1.text.count } <= width
    labels =
      fits ? named : Screen.allCases.map { Self.label($0, $0 == active, isNamed: $0 == active) }
  }

  private static func label(_ screen: Screen, _ isActive: Bool, isNamed: Bool) -> Label {
    let text = isNamed ? "\(screen.rawValue) \(screen.name)" : "\(screen.rawValue)"
    return Label(screen: screen, text: isActive ? "[\(text)]" : " \(text) ")
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
