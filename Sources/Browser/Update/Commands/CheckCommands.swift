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
      rank: 2, verb: .scan,
      when: {
        $0.progress.wasStopped || $0.comparison?.grid.wasStopped == true
          || $0.screen.needsCheck && $0.audit.canStartAgain
      }
    ) { (model, operand) throws(Fault) in
      guard !operand.text.isEmpty else { return model.resumeScan() }
      guard operand.text == "zeros" else { throw Fault("zeros, or nothing to go on", at: 0) }
      return [.scanZeros]
    },
    Command("scan-zeros", .check, ["g z"], "read all data for clusters that hold zeros only") {
      _, _ in [.scanZeros]
    },
  ]
}

extension ArgumentKind {
  /// What is to be scanned besides what was stopped.
  static let scan = choice("zeros, or nothing to go on") { _ in
    [Choice("zeros", "reads all data for clusters that hold zeros only")]
  }.optional
}
