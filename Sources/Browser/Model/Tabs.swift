/// The labels of the views on the second line.
enum Tabs {
  /// The label; the view that is shown has brackets, so that it stands out without colours.
  static func label(_ screen: Screen, isActive: Bool) -> String {
    let text = "\(screen.rawValue) \(screen.name)"
    return isActive ? "[\(text)]" : " \(text) "
  }

  /// The view whose label is at a column of the line.
  static func screen(at column: Int) -> Screen? {
    var x = 0
    return Screen.allCases.first { screen in
      let width = label(screen, isActive: false).count
      defer { x += width }
      return column >= x && column < x + width
    }
  }
}
