/// What is looked for, as it is typed: `text`, or a letter for its form and a colon before it.
package struct SearchTerm: Sendable {
  /// How a term is written.
  package enum Form: CaseIterable, Sendable {
    case text, hex, expression, utf16, utf16BigEndian, integer

    /// What stands before the colon.
    package var letters: String {
      switch self {
      case .text: "t"
      case .hex: "x"
      case .expression: "r"
      case .utf16: "w"
      case .utf16BigEndian: "wb"
      case .integer: "i"
      }
    }

    /// What it is, with an example.
    package var help: (example: String, meaning: String) {
      switch self {
      case .text: ("t:x:y", "text that looks like another form")
      case .hex: ("x:eb ?? 90", "bytes in hexadecimal digits, ? is any")
      case .expression: ("r:ab+c", "a regular expression over bytes, as Perl's")
      case .utf16: ("w:name", "text in UTF-16, little-endian")
      case .utf16BigEndian: ("wb:name", "text in UTF-16, big-endian")
      case .integer: ("i:1234/4le", "a number of 1, 2, 4 or 8 bytes, le or be")
      }
    }

    /// Whether letters may stand for both cases, which an `i` before the colon asks for.
    package var hasCase: Bool { self != .hex && self != .integer }
  }

  /// What finds it.
  enum Matcher: Sendable {
    case pattern(BytePattern)
    case expression(Expression)
  }

  /// How it is written.
  package let form: Form
  /// What follows the colon.
  package let body: String
  /// Whether ASCII letters stand for both cases.
  package let ignoresCase: Bool
  let matcher: Matcher

  /// Reads what was typed: a form's letters, `i` where case is ignored, a colon and the rest; or else
  /// text.
  ///
  /// - Throws: `SearchFault` where it cannot be looked for.
  package init(typed: String) throws(SearchFault) {
    let parts = typed.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    for form in Form.allCases where parts.count == 2 {
      let isPlain = parts[0] == form.letters
      guard isPlain || form.hasCase && parts[0] == form.letters + "i" else { continue }
      try self.init(form, String(parts[1]), ignoresCase: !isPlain)
      return
    }
    try self.init(.text, typed)
  }

  /// - Parameters:
  ///   - form: How the body is written.
  ///   - body: The term.
  ///   - ignoresCase: Whether ASCII letters stand for both cases.
  /// - Throws: `SearchFault` where it cannot be looked for.
  package init(_ form: Form, _ body: String, ignoresCase: Bool = false) throws(SearchFault) {
    self.form = form
    self.body = body
    self.ignoresCase = ignoresCase
    switch form {
    case .text:
      matcher = .pattern(try BytePattern(text: Array(body.utf8), ignoresCase: ignoresCase))
    case .hex: matcher = .pattern(try BytePattern(hex: body))
    case .expression:
      matcher = .expression(try Expression(body, ignoresCase: ignoresCase))
    case .utf16, .utf16BigEndian:
      matcher = .pattern(
        try BytePattern(
          utf16: body, isBigEndian: form == .utf16BigEndian, ignoresCase: ignoresCase))
    case .integer:
      matcher = .pattern(try BytePattern(text: try SearchedInteger(body).bytes))
    }
  }

  /// The term as it can be typed again.
  package var typed: String {
    if form == .text, !ignoresCase, (try? SearchTerm(typed: body))?.form == .text, !looksTyped {
      return body
    }
    return form.letters + (ignoresCase ? "i" : "") + ":" + body
  }

  private var looksTyped: Bool {
    ["t:", "ti:"].contains { body.hasPrefix($0) }
  }

  /// What will be looked for, for people.
  package var meaning: String {
    let cases = ignoresCase ? ", both cases" : ""
    switch matcher {
    case .expression: return "expression\(cases), matches of up to \(Expression.mostBytes) bytes"
    case .pattern(let pattern):
      let name =
        switch form {
        case .text: "text"
        case .hex: "bytes"
        case .utf16: "UTF-16LE"
        case .utf16BigEndian: "UTF-16BE"
        case .integer: (try? SearchedInteger(body))?.meaning ?? ""
        case .expression: ""
        }
      let count = counted(pattern.count, "byte")
      return "\(name)\(cases), \(count): \(pattern.hex)"
    }
  }

  /// How many bytes before a place may decide whether it matches.
  var lookbehind: UInt64 {
    if case .expression(let expression) = matcher { UInt64(expression.lookbehind) } else { 0 }
  }

  /// How many bytes from a place on a match may have.
  package var reach: UInt64 {
    switch matcher {
    case .pattern(let pattern): UInt64(pattern.count)
    case .expression: UInt64(Expression.mostBytes)
    }
  }
}

/// Terms are told apart by how they are written.
extension SearchTerm: Equatable {
  package static func == (one: SearchTerm, other: SearchTerm) -> Bool {
    one.form == other.form && one.body == other.body && one.ignoresCase == other.ignoresCase
  }
}
