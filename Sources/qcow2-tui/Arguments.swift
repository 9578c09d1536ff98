import ArgumentParser
import Browser
import Surface

/// Why the program ends before the screen starts.
struct StartFailure: Error {
  let message: String
}

/// A view by its name or its digit.
enum ViewName: String, CaseIterable, ExpressibleByArgument {
  case main, map, hex

  init?(argument: String) {
    let digits = ["1": Self.main, "2": .map, "3": .hex]
    guard let view = digits[argument] ?? Self(rawValue: argument.lowercased()) else { return nil }
    self = view
  }

  var screen: Screen {
    switch self {
    case .main: .main
    case .map: .map
    case .hex: .hex
    }
  }
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
