extension Model {
  /// Shows the values of the bytes under the cursor, or hides them.
  mutating func toggleValues() {
    guard hexLayout != nil else { return tell("the hex view is not on the screen, 3 shows it") }
    let isShown = layout.values != nil
    hexStyle.showsValues = !isShown
    settle()
    if !isShown, layout.values == nil { tell("there is no room for values here, z makes some") }
  }

  /// Reads the numbers of the shown space with the other byte first.
  mutating func turnOrder() {
    guard hexLayout != nil else { return tell("the hex view is not on the screen, 3 shows it") }
    let order = hexStyle.order(in: hexSpace).other
    hexStyle.orders[hexSpace] = order
    let whose = hexSpace == .guest ? "guest" : "file"
    let hint = layout.values == nil ? ", i shows them" : ""
    tell("values of the \(whose) are read \(order)-endian\(hint)")
  }

  /// Colours the file's bytes by their fields, or leaves them plain.
  mutating func toggleStructures() {
    guard hexSpace == .host else {
      return tell("structures are in the file, s shows its bytes")
    }
    hexStyle.hasColors.toggle()
    tell(
      hexStyle.hasColors
        ? "bytes have the colour of their structure, fields two shades in turn"
        : "bytes have no colours")
  }

  /// Writes offsets in the next notation.
  mutating func cycleOffsets() {
    let all = OffsetNotation.allCases
    let index = all.firstIndex(of: hexStyle.offsets) ?? 0
    hexStyle.offsets = all[(index + 1) % all.count]
    tell("offsets count \(hexStyle.offsets.words)")
    settle()
  }
}
