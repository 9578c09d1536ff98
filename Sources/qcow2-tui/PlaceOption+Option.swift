import ArgumentParser
import Browser

/// Options are declared by rows of the table that links are made of.
extension Option {
  init<T: ExpressibleByArgument>(_ row: PlaceOption) where Value == T? {
    self.init(
      name: .customLong(row.name), help: ArgumentHelp("\(row.help)", valueName: row.value))
  }

  init(_ row: PlaceOption) where Value == [String] {
    self.init(
      wrappedValue: [], name: .customLong(row.name), parsing: .singleValue,
      help: ArgumentHelp("\(row.help)", valueName: row.value))
  }
}
