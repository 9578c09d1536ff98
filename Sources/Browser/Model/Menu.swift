internal import Surface

/// A list of commands over the panes, of which one is done.
package struct Menu: Equatable, Sendable {
  package let title: String
  package let commands: [Command]
  package var chosen = 0

  package init(_ title: String, _ commands: [Command]) {
    self.title = title
    self.commands = commands
  }
}

extension Model {
  /// What can be done in the focused pane.
  var paneMenu: Menu {
    let own = paneContexts
    let commands = Command.all.filter { command in
      guard !command.keys.isEmpty, command.isOfUse(self) else { return false }
      return own.contains(command.context)
        || command.context == .browse && focus.sections.contains(command.section)
    }
    return Menu(focus.name, commands)
  }

  /// The views.
  var viewMenu: Menu {
    Menu("Views", Screen.allCases.compactMap { Command.named($0.name.lowercased()) })
  }

  /// Does what a key means to the menu; nil where it means something to the panes, which it then
  /// closes the menu for.
  mutating func pressInMenu(_ key: KeyPress) -> [Effect]? {
    guard var menu = shell.menu else { return nil }
    let column = popup?.lines ?? 1
    shell.menu = nil
    let last = menu.commands.count - 1
    if key.key == .left || key.key == .right {
      let place = menu.chosen + (key.key == .right ? column : -column)
      if menu.commands.indices.contains(place) { menu.chosen = place }
      shell.menu = menu
      return []
    }
    switch KeyTable.standard.match([key], in: [.everywhere]) {
    case .command(let command, _) where ["down", "up", "close", "escape"].contains(command.name):
      if command.name == "down" { menu.chosen = menu.chosen < last ? menu.chosen + 1 : 0 }
      if command.name == "up" { menu.chosen = menu.chosen > 0 ? menu.chosen - 1 : last }
      if ["down", "up"].contains(command.name) { shell.menu = menu }
      return []
    default: break
    }
    guard key.key == .enter else { return nil }
    return menu.commands.indices.contains(menu.chosen) ? perform(menu.commands[menu.chosen]) : []
  }

  mutating func openMenu(_ menu: Menu) {
    (shell.menu, pressed) = (menu, [])
  }
}

extension Pane {
  /// What it is called.
  var name: String {
    switch self {
    case .header: "Header"
    case .features: "Features"
    case .map: "Map"
    case .hex: "Hex"
    case .tables: "Tables"
    case .snapshots: "Snapshots"
    case .bitmaps: "Bitmaps"
    case .chain: "Chain"
    case .check: "Check"
    case .volumes: "Volumes"
    case .space: "Space"
    case .runs: "Runs"
    case .fileRuns: "Runs of the file"
    case .marks: "Marks"
    case .hits: "Hits"
    }
  }

  /// The sections of commands that are about what it shows.
  var sections: [Command.Section] {
    switch self {
    case .header, .features: [.screen]
    case .map, .runs, .fileRuns: [.map, .jump, .find, .copy]
    case .hex: [.hex, .jump, .find, .copy]
    case .hits: [.find, .lists, .copy]
    case .tables: [.jump]
    case .snapshots, .bitmaps, .chain, .volumes: [.layers, .lists]
    case .check, .space: [.check, .lists]
    case .marks: [.lists]
    }
  }
}
