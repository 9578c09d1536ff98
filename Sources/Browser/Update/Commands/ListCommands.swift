extension Command {
  static let lists: [Command] = [
    Command(
      "sort", .lists, ["o"], in: .rows, "sort by the next column, at last in its own order",
      hint: "sort", rank: 5
    ) { $0.sortByNextColumn() },
    Command("reverse order", .lists, ["O"], in: .rows, "turn the order around") {
      $0.reverseOrder()
    },
    Command(
      "filter", .lists, ["f f"], in: .rows, "show only the rows that have a text, or all again",
      hint: "filter", rank: 5
    ) { $0.toggleRowFilter() },
    Command(
      "rows", .lists, [], "show only the rows that have a text",
      verb: .text("a text that a row has to have")
    ) { (model, argument) throws(Fault) in
      guard model.focus.canBeArranged else {
        throw Fault("the focused pane is no list that can be filtered")
      }
      model.filter(model.focus, by: argument.text)
      return []
    },
  ]
}
