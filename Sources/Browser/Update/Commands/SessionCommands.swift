extension Command {
  /// What the session itself runs: its jobs and messages.
  static let sessions: [Command] = [
    Command(
      "jobs", .program, ["J"], in: .everywhere, "what runs, to stop it", verb: ArgumentKind.none
    ) { $0.toggle(Overlay(.jobs, chosen: 0)) },
    Command("stop job", .program, ["x"], in: .jobs, "stop the job of this row", hint: "stop") {
      model, _ in model.stopChosenJob()
    },
    Command("cancel", .program, [], "stop a job, or the one that you wait for", verb: .job) {
      (model, operand) throws(Fault) in try model.cancelJob(operand.text)
    },
    Command("messages", .program, [], "what was said so far", verb: ArgumentKind.none) {
      $0.openMessages()
    },
    Command(
      "save-screen", .program, [], "write the screen as text to a new file", verb: .file
    ) { _, operand in [.saveScreen(operand.text)] },
    Command(
      "save-scan", .program, [], "write the runs of the disk as JSON to a new file", verb: .file
    ) { _, operand in [.saveRuns(operand.text)] },
    Command(
      "open", .program, [], "look into another image, this one goes", verb: .file
    ) { _, operand in [.openFile(operand.text)] },
    Command("keys", .program, [], "the keys, each with what it does", verb: ArgumentKind.none) {
      $0.toggle(Overlay(.keys))
    },
    Command("menu", .program, ["F2"], "the views, to choose one") { $0.openMenu($0.viewMenu) },
    Command("actions", .program, ["F9"], "what can be done here; a right click too") {
      $0.openMenu($0.paneMenu)
    },
  ]
}

extension ArgumentKind {
  /// One of the jobs that run.
  static let job = choice("a job, Tab lists what runs") { model in
    model.shell.running.compactMap { kind in
      kind.title.map { Choice(kind.word, $0) }
    }
  }.optional
}
