extension Command {
  static let screens: [Command] =
    [
      Command("next pane", .screen, ["Tab"], "next pane", hint: "pane") { $0.focus(step: 1) },
      Command("previous pane", .screen, ["Shift-Tab"], "previous pane") { $0.focus(step: -1) },
      Command("zoom", .screen, ["z"], "zoom the pane, and back", hint: "zoom") { $0.zoomPane() },
      Command("grow", .screen, [">"], "make the pane larger") { $0.growPane(by: 1) },
      Command("shrink", .screen, ["<"], "make the pane smaller") { $0.growPane(by: -1) },
    ] + Screen.allCases.map(view)

  private static func view(_ screen: Screen) -> Command {
    Command(
      screen.name.lowercased(), .screen, [screen.key] + (screen == .hex ? ["F4"] : []),
      "the view \(screen.name)",
      verb: ArgumentKind.none
    ) { screen == .tables ? $0.showTables() : $0.show(screen) }
  }
}
