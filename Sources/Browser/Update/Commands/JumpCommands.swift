extension Command {
  static let jumps: [Command] = places + motions + travels + hops

  private static let places: [Command] = [
    goto(.any, "goto", ["g o", "F5"], "go to an offset", hint: "offset"),
    goto(.host, "host", ["g h"], "go to who maps a host offset"),
    goto(.sector, "sector", ["g s"], "go to a 512-byte sector"),
    goto(.cluster, "cluster", ["g c"], "go to a cluster"),
    goto(.l1, "l1", ["g 1"], "go to an entry of the L1 table"),
    goto(.l2, "l2", ["g 2"], "go to an entry of this L2 table"),
    goto(.partition, "partition", ["g p"], "go to a partition"),
  ]

  private static func goto(
    _ form: GotoForm, _ name: String, _ keys: [String], _ help: String, hint: String? = nil
  ) -> Command {
    Command(name, .jump, keys, help, hint: hint, verb: .address(form)) {
      (model, argument) throws(Fault) in try model.go(form, to: argument.text)
    }
  }

  private static let motions: [Command] =
    Motion.Target.allCases.flatMap { target -> [Command] in
      let (next, previous) = target.letter.map { ("] \($0)", "[ \($0)") } ?? ("}", "{")
      let what = target == .change ? "change of state" : target.name
      return [
        motion(
          target, forward: true, next, "next \(what)", hint: target == .data ? "next data" : nil),
        motion(target, forward: false, previous, "previous \(what)"),
      ]
    } + [
      Command("repeat", .jump, [";"], "repeat the last of these jumps") { model, _ in
        model.repeatMotion()
      },
      Command("reverse", .jump, [","], "the same the other way") { model, _ in
        model.reverseMotion()
      },
    ]

  private static func motion(
    _ target: Motion.Target, forward: Bool, _ keys: String, _ help: String, hint: String? = nil
  ) -> Command {
    let motion = Motion(target, forward: forward)
    return Command(
      "\(forward ? "next" : "previous") \(target.name)", .jump, [keys], help, hint: hint
    ) {
      model, _ in model.start(motion)
    }
  }

  private static let hops: [Command] = [
    Command("next hop", .jump, ["Ctrl-Right"], "next hop of the path, Enter opens it") {
      $0.walk(forward: true)
    },
    Command("previous hop", .jump, ["Ctrl-Left"], "previous hop of the path") {
      $0.walk(forward: false)
    },
    Command(
      "open hop", .jump, ["Enter"], in: .hops, "show the entry or place of the hop",
      hint: "open hop", rank: 2
    ) { model, _ in model.openHop() },
  ]

  private static let travels: [Command] = [
    Command(
      "back", .jump, ["u", "Backspace", "Alt-Left"], "back to where you were", hint: "back"
    ) { model, _ in model.goBack() },
    Command("forward", .jump, ["U", "Alt-Right"], "forward again") { model, _ in
      model.goForward()
    },
    Command("mark", .jump, ["m *"], "set a mark", verb: .text("a letter")) {
      (model, argument) throws(Fault) in
      try model.setMark(argument)
      return []
    },
    Command("jump to mark", .jump, ["' *"], "jump to a mark") { model, argument in
      model.jumpToMark(argument.letter)
      return []
    },
    Command("previous place", .jump, ["' '"], "to the previous place and back") {
      $0.goToPreviousPlace()
    },
  ]
}
