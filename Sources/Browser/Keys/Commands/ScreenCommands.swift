extension Command {
  static let screens: [Command] =
    [
      Command("next pane", .screen, ["Tab"], "next pane", hint: "pane") { $0.focus(step: 1) },
      Command("previous pane", .screen, ["Shift-Tab"], "previous pane") { $0.focus(step: -1) },
      Command("zoom", .screen, ["z"], "zoom the pane, and back", hint: "zoom") { $0.zoomPane() },
    ] + Screen.allCases.map(view)

  private static func view(_ screen: Screen) -> Command {
    Command(
      screen.name.lowercased(), .screen, [screen.key], "the view \(screen.name)",
      verb: ArgumentKind.none
    ) { $0.show(screen) }
  }
}
