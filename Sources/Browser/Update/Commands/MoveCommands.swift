extension Command {
  static let moves: [Command] = [
    move(.left, "left", ["h", "Left"], "left"),
    move(.right, "right", ["l", "Right"], "right"),
    move(.up, "up", ["k", "Up"], "up one row"),
    move(.down, "down", ["j", "Down"], "down one row"),
    move(.halfPageUp, "half-page-up", ["^U"], "half a page up"),
    move(.halfPageDown, "half-page-down", ["^D"], "half a page down"),
    move(.pageUp, "page-up", ["PgUp", "^B", "b"], "a page up"),
    move(.pageDown, "page-down", ["PgDn", "^F", "Space"], "a page down"),
    move(.rowStart, "row-start", ["0", "^", "Home"], "start of the row"),
    move(.rowEnd, "row-end", ["$", "End"], "end of the row"),
    Command(
      "first", .move, ["g g", "Ctrl-Home"], in: .everywhere,
      "first byte of the disk, or row of a list"
    ) { $0.goToFirst() },
    Command(
      "last", .move, ["G", "Ctrl-End"], in: .everywhere, "last byte of the disk, or row of a list"
    ) { $0.goToLast() },
  ]

  private static func move(
    _ move: Move, _ name: String, _ keys: [String], _ help: String
  ) -> Command {
    Command(name, .move, keys, in: .everywhere, help) { $0.move(move) }
  }
}
