internal import Surface

/// A list with a heading, of which one row is chosen: the same for every pane that has one.
struct TableView {
  /// One column. The last one takes what is left beyond its width.
  struct Column: Sendable {
    var heading: String
    /// The columns it takes with the space behind it; nil for as many as the others leave.
    var width: Int?
    /// The narrowest pane that shows it.
    var from = 0
    /// Whether values end below one another.
    var isRightAligned = false
    /// What its rows are sorted by; nil where they cannot be sorted by it.
    var key: (@Sendable (Int) -> SortKey)?
  }

  /// One row: a text for each column.
  struct Row {
    var cells: [String]
    var role = Role.value
  }

  /// What is known of the chosen row: a label and a text that may take several lines.
  struct Detail {
    var label: String
    var text: String
    var role = Role.value
  }

  var title: String
  var columns: [Column]
  /// The number of rows, of which only those on the screen are asked for.
  var count: Int
  var row: (Int) -> Row
  /// The title of the details, and the details.
  var about = ""
  var details: [Detail] = []
  /// What to say where there are no rows.
  var empty: String
  /// What is said with that.
  var emptyRole = Role.muted

  /// Whether sorting by a column begins with the largest, as one wants of numbers.
  func startsFalling(_ column: Int) -> Bool {
    if count > 0, case .number? = columns[column].key?(0) { true } else { false }
  }
}
