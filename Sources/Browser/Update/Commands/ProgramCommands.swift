extension Command {
  static let programs: [Command] = [
    Command(
      "help", .program, ["?", "F1"], in: .everywhere, "this page", hint: "help", rank: 0,
      verb: ArgumentKind.none
    ) { $0.toggleHelp() },
    Command("command", .program, [":"], "command line; an offset goes there") {
      $0.ask(.command)
    },
    Command(
      "reload", .program, ["R"], "read the image again: its header, tables and lists",
      verb: ArgumentKind.none
    ) { _, _ in [.reload] },
    Command(
      "follow", .program, ["F"], "read the image whenever it changes, light changes",
      verb: ArgumentKind.none
    ) { model, _ in model.toggleFollow() },
    Command("redraw", .program, ["^L"], in: .everywhere, "draw the screen anew") { _, _ in
      [.redraw]
    },
    Command("suspend", .program, ["^Z"], in: .everywhere, "suspend; fg comes back") { _, _ in
      [.suspend]
    },
    Command("interrupt", .program, ["^C"], in: .everywhere, "stop the running job") { model, _ in
      model.interrupt()
    },
    Command(
      "escape", .program, ["Esc"], in: .everywhere, "drop a half-typed key or a message"
    ) { $0.escape() },
    Command(
      "close", .program, ["q"], in: .everywhere, "close what is open, then quit", hint: "quit",
      rank: 1
    ) { model, _ in model.close() },
    Command(
      "quit", .program, ["Q", "F10"], in: .everywhere, "quit at once", verb: ArgumentKind.none
    ) { _, _ in [.quit] },
  ]
}
