extension KeyPress: CustomStringConvertible {
  /// Reads a name as key tables write it: "j", "^U", "Space", "Shift-Tab", "Ctrl-Home", "F5", "Alt-x".
  package init?(_ name: String) {
    var rest = name[...]
    var modifiers: Modifiers = []
    for (prefix, modifier) in KeyPress.prefixes where rest.hasPrefix(prefix + "-") {
      // "Alt--" is Alt with the minus key, and "Alt-" is nothing.
      rest = rest.dropFirst(prefix.count + 1)
      modifiers.insert(modifier)
    }
    if rest.unicodeScalars.count == 2, rest.first == "^" {
      rest = rest.dropFirst()
      modifiers.insert(.control)
    }
    guard let key = KeyPress.key(named: rest) else { return nil }
    self.init(key, modifiers)
  }

  /// The name, as `init` reads it.
  package var description: String {
    var shown = modifiers
    var name = KeyPress.name(of: key)
    if case .character(let scalar) = key, scalar != " ", modifiers.contains(.control) {
      name = "^" + name
      shown.remove(.control)
    }
    if key == .backTab { shown.insert(.shift) }
    let prefixes = KeyPress.prefixes.filter { shown.contains($0.1) }.map { $0.0 + "-" }
    return prefixes.joined() + name
  }

  private static let prefixes: [(String, Modifiers)] = [
    ("Ctrl", .control), ("Alt", .alt), ("Shift", .shift),
  ]

  // The first name of a key is the one it is shown by.
  private static let names: [(String, Key)] = [
    ("Space", .character(" ")), ("Enter", .enter), ("Tab", .tab), ("Tab", .backTab),
    ("Esc", .escape), ("Backspace", .backspace), ("Del", .delete), ("Ins", .insert),
    ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
    ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown),
  ]

  private static func name(of key: Key) -> String {
    if let (name, _) = names.first(where: { $0.1 == key }) { return name }
    switch key {
    case .character(let scalar): return String(Character(scalar))
    case .function(let number): return "F\(number)"
    default: return "?"
    }
  }

  private static func key(named name: Substring) -> Key? {
    if let (_, key) = names.first(where: { $0.0 == name }) { return key }
    let scalars = name.unicodeScalars
    if let scalar = scalars.first, scalars.count == 1 {
      let isPrintable = scalar.value > 0x20 && !(0x7f...0x9f).contains(scalar.value)
      return isPrintable ? .character(scalar) : nil
    }
    guard name.first == "F", let number = Int(name.dropFirst()), (1...63).contains(number),
      name == "F\(number)"
    else { return nil }
    return .function(number)
  }
}
