/// One fact about each row of a report. Its text, its JSON and its schema are read off this
/// declaration.
package struct Column<Row>: Sendable {
  /// The name of the JSON member.
  package let name: String
  /// The heading in a text table; nil for what only programs want.
  package let heading: String?
  /// What kind of value it is.
  package let kind: ReportValue.Kind
  /// Whether rows may be without it.
  package let isOptional: Bool
  /// One line for people.
  package let meaning: String
  /// The fact as programs read it, or nil where the row has none.
  package let value: @Sendable (Row) -> ReportValue?
  /// Whether the values end below one another in a text table instead of beginning there.
  package let isRightAligned: Bool
  /// Whether the text is words that may stand on several lines: names and commands are to be copied.
  package let isSentence: Bool
  private let shown: (@Sendable (Row) -> String)?
  private let meant: (@Sendable (Row) -> Tone?)?

  /// - Parameters:
  ///   - name: The name of the JSON member.
  ///   - heading: The heading in a text table; nil for what only programs want.
  ///   - kind: What kind of value it is.
  ///   - isOptional: Whether rows may be without it.
  ///   - isRightAligned: Where values stand in a text table; numbers to the right unless given.
  ///   - isSentence: Whether a text table may break the text.
  ///   - meaning: One line for people.
  ///   - value: The fact as programs read it.
  ///   - text: The fact as people read it, where that is another.
  ///   - tone: What the fact means, where that is worth a colour.
  package init(
    _ name: String, _ heading: String?, _ kind: ReportValue.Kind, isOptional: Bool = false,
    isRightAligned: Bool? = nil, isSentence: Bool = false, _ meaning: String,
    value: @escaping @Sendable (Row) -> ReportValue?,
    text: (@Sendable (Row) -> String)? = nil, tone: (@Sendable (Row) -> Tone?)? = nil
  ) {
    self.name = name
    self.heading = heading
    self.kind = kind
    self.isOptional = isOptional
    self.meaning = meaning
    self.value = value
    self.isRightAligned = isRightAligned ?? (kind == .number)
    self.isSentence = isSentence
    shown = text
    meant = tone
  }

  /// The fact as people read it.
  package func text(_ row: Row) -> String { shown?(row) ?? value(row)?.description ?? "" }

  /// What the fact means, where that is worth a colour.
  package func tone(_ row: Row) -> Tone? { meant?(row) }
}

/// A fact as programs read it.
package enum ReportValue: Hashable, Sendable, CustomStringConvertible {
  case number(UInt64)
  case text(String)
  case truth(Bool)

  /// The kinds of values, by their names in a JSON schema.
  package enum Kind: String, Sendable {
    case number = "integer"
    case text = "string"
    case truth = "boolean"
  }

  /// The value for people.
  package var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .text(let text): escaped(text)
    case .truth(let truth): truth ? "yes" : "no"
    }
  }

  /// Text from an image; bytes that are not UTF-8 become U+FFFD.
  package static func text(_ bytes: Bytes) -> ReportValue {
    .text(String(decoding: bytes.array, as: UTF8.self))
  }
}

extension JSONWriter {
  /// Writes a row as an object with a member for each column that it has.
  package mutating func row<Row>(_ row: Row, _ columns: [Column<Row>]) {
    object { $0.members(row, columns) }
  }

  /// Writes a member for each column that a row has.
  package mutating func members<Row>(_ row: Row, _ columns: [Column<Row>]) {
    for column in columns {
      switch column.value(row) {
      case .number(let number): member(column.name, number)
      case .text(let text): member(column.name, text)
      case .truth(let truth): member(column.name, truth)
      case nil: break
      }
    }
  }
}
