extension Command {
  static let tours: [Command] = [
    Command(
      "tour", .program, [], "a short course on the format", verb: ArgumentKind.none
    ) { $0.startTour() },
    Command(
      "next page", .program, [")"], in: .tour, "the rest of the text, then the next page",
      hint: "next page",
      rank: 2
    ) { $0.turnPage(by: 1) },
    Command(
      "previous page", .program, ["("], in: .tour, "the text before, then the page before",
      hint: "page before", rank: 2
    ) { $0.turnPage(by: -1) },
  ]
}
