import ArgumentParser
import Browser
import QCOW2
import Surface

/// Why the program ends before the screen starts.
struct StartFailure: Error {
  let message: String

  init(message: String) { self.message = message }

  /// An expression that names nothing.
  init(_ option: String, _ text: String, _ error: AddressError) {
    message = "\(option) \(escaped(text)): column \(error.column + 1): \(error.message)"
  }
}

/// A view by its name or its key, as its tab shows them.
struct ViewName: ExpressibleByArgument, CustomStringConvertible {
  let screen: Screen

  init(_ screen: Screen) { self.screen = screen }

  init?(argument: String) {
    let name = argument.lowercased()
    let screen = Screen.allCases.first { $0.key == name || $0.name.lowercased() == name }
    guard let screen else { return nil }
    self.screen = screen
  }

  var description: String { screen.name.lowercased() }

  static var allValueStrings: [String] { Screen.allCases.map { ViewName($0).description } }
}

/// A theme by its name.
struct ThemeName: ExpressibleByArgument {
  let theme: Theme

  init?(argument: String) {
    guard let theme = Theme(rawValue: argument.lowercased()) else { return nil }
    self.theme = theme
  }

  static var allValueStrings: [String] { Theme.allCases.map(\.rawValue) }
}

/// Columns and rows, such as `80x24`.
struct ScreenSize: ExpressibleByArgument, CustomStringConvertible {
  let size: Size

  init(columns: Int, rows: Int) { size = Size(width: columns, height: rows) }

  init?(argument: String) {
    let parts = argument.split(separator: "x").compactMap { Int($0) }
    guard parts.count == 2, parts.allSatisfy({ (1...1000).contains($0) }) else { return nil }
    self.init(columns: parts[0], rows: parts[1])
  }

  var description: String { "\(size.width)x\(size.height)" }
}
