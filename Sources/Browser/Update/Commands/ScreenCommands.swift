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
    guard screen != .snapshots else { return snapshots }
    return plain(screen)
  }

  private static let snapshots = Command(
    "snap", .screen, [Screen.snapshots.key], "the view Snap, or a snapshot as the disk",
    verb: .snapshot
  ) { (model, operand) throws(Fault) in
    if !operand.text.isEmpty { return try model.showSnapshot(named: operand.text) }
    model.show(.snapshots)
    return []
  }

  private static func plain(_ screen: Screen) -> Command {
    Command(
      screen.name.lowercased(), .screen, [screen.key] + (screen == .hex ? ["F4"] : []),
      "the view \(screen.name)",
      verb: ArgumentKind.none
    ) { screen == .tables ? $0.showTables() : $0.show(screen) }
  }
}
