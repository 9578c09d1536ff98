internal import Surface

/// One row of the table of settings: what `:set` and the file of settings can change.
package struct Setting: Sendable {
  package let name: String
  /// What it is, in a few words.
  package let help: String
  /// What it can be.
  package let values: [String]
  let read: @Sendable (Model) -> String
  /// Takes one of the values.
  let write: @Sendable (inout Model, String) -> Void

  init(
    _ name: String, _ help: String, _ values: [String],
    read: @escaping @Sendable (Model) -> String,
    write: @escaping @Sendable (inout Model, String) -> Void
  ) {
    self.name = name
    self.help = help
    self.values = values
    self.read = read
    self.write = write
  }

  /// Something that is on or off.
  init(
    _ name: String, _ help: String, isOn read: @escaping @Sendable (Model) -> Bool,
    write: @escaping @Sendable (inout Model, Bool) -> Void
  ) {
    self.init(name, help, ["on", "off"]) {
      read($0) ? "on" : "off"
    } write: {
      write(&$0, $1 == "on")
    }
  }

  /// All settings, in the order of their list.
  package static let all: [Setting] = looks + maps + hexes

  /// Those of what the views show, the first value of each being the usual one.
  static let ofViews = maps + hexes

  package static func named(_ name: String) -> Setting? { all.first { $0.name == name } }

  /// How the terminal shows things.
  private static let looks: [Setting] = [
    Setting("theme", "colours", Theme.allCases.map(\.rawValue)) {
      $0.appearance.theme.rawValue
    } write: { model, value in
      if let theme = Theme(rawValue: value) { model.appearance.theme = theme }
    },
    Setting("ascii", "nothing but ASCII; auto asks the locale", ["auto", "on", "off"]) {
      $0.appearance.ascii.map { $0 ? "on" : "off" } ?? "auto"
    } write: { model, value in
      model.appearance.ascii = value == "auto" ? nil : value == "on"
    },
    Setting("mouse", "clicks and the wheel") {
      $0.appearance.mouse
    } write: {
      $0.appearance.mouse = $1
    },
    Setting("cursor", "the terminal's own cursor at the place in focus") {
      $0.appearance.showsCursor
    } write: {
      $0.appearance.showsCursor = $1
    },
  ]

  private static let maps: [Setting] = [
    Setting("glyphs", "how the map's cells are drawn", GlyphMode.allCases.map(\.rawValue)) {
      $0.glyphMode.rawValue
    } write: { model, value in
      if let mode = GlyphMode(rawValue: value) { model.glyphMode = mode }
    }
  ]

  private static let hexes: [Setting] = [
    Setting("row", "bytes per row of the hex view", ["auto", "8", "16", "32"]) {
      $0.wantedRowWidth.map(String.init) ?? "auto"
    } write: { model, value in
      model.wantedRowWidth = Int(value)
    },
    Setting(
      "offsets", "what hex offsets count", OffsetNotation.allCases.map(\.rawValue)
    ) {
      $0.hexStyle.offsets.rawValue
    } write: { model, value in
      if let notation = OffsetNotation(rawValue: value) { model.hexStyle.offsets = notation }
    },
    Setting(
      "values", "values beside bytes; auto where there is room", ["auto", "on", "off"]
    ) {
      $0.hexStyle.showsValues.map { $0 ? "on" : "off" } ?? "auto"
    } write: { model, value in
      model.hexStyle.showsValues = value == "auto" ? nil : value == "on"
    },
    Setting(
      "endian", "byte order; auto is big for the file alone",
      ["auto", "little", "big"]
    ) {
      let orders = Set($0.hexStyle.orders.values)
      return orders.count == 1 ? orders.first?.rawValue ?? "auto" : "auto"
    } write: { model, value in
      let order = ByteOrder(rawValue: value)
      model.hexStyle.orders = [:]
      for space in AddressSpace.allCases { model.hexStyle.orders[space] = order }
    },
    Setting("structures", "the file's bytes in the colours of their fields") {
      $0.hexStyle.hasColors
    } write: {
      $0.hexStyle.hasColors = $1
    },
  ]
}
