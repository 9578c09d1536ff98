extension Command {
  static let lists: [Command] = [
    Command(
      "sort", .lists, ["o"], in: .rows, "sort by the next column, at last in its own order",
      hint: "sort", rank: 5, verb: .column
    ) { (model, operand) throws(Fault) in
      if operand.text.isEmpty { model.sortByNextColumn() } else { try model.sort(by: operand.text) }
      return []
    },
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

extension ArgumentKind {
  /// A column of the focused list by its heading.
  static let column = choice("a column, Tab lists them; - before it turns the order") { model in
    model.columnNames.flatMap { [Choice($0), Choice("-" + $0)] }
  }.optional
}
