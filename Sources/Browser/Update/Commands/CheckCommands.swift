extension Command {
  static let checks: [Command] = [
    Command(
      "open finding", .check, ["Enter"], in: .check, "go to what the finding touches",
      hint: "go there", when: { !$0.audit.groups.isEmpty }
    ) { model, _ in model.choose() },
    Command("open account", .check, ["Enter"], in: .space, "where in the file it is", hint: "where")
    {
      model, _ in model.choose()
    },
    Command(
      "scan", .check, ["^R"], "go on with a stopped scan, start a stopped check", hint: "go on",
      rank: 2, verb: ArgumentKind.none,
      when: {
        $0.progress.wasStopped || $0.comparison?.grid.wasStopped == true
          || $0.screen.needsCheck && $0.audit.canStartAgain
      }
    ) { model, _ in model.resumeScan() },
  ]
}
