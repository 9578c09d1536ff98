package import Surface

/// Keys and command lines to be played without a terminal.
///
/// A line that begins with `:` is a command line. Every other line holds keys by the names of the key
/// table, with blanks between; `<idle>` waits until no job runs, and a text in double quotes is typed
/// letter by letter. A line that begins with `# ` says something to its readers.
package struct Script: Sendable {
  /// What is done at a time.
  package enum Step: Equatable, Sendable {
    case key(KeyPress)
    case line(String)
    case idle
  }

  /// What is wrong with a script, and where.
  package struct Failure: Error, Equatable, CustomStringConvertible {
    package let name: String
    package let line: Int
    package let message: String

    package var description: String { "\(name):\(line): \(message)" }
  }

  package let name: String
  package private(set) var steps: [(step: Step, line: Int)] = []

  /// Reads a script; `name` is that of its file, for failures.
  package init(_ text: String, name: String) throws(Failure) {
    self.name = name
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      do throws(Fault) {
        steps += try Self.steps(of: String(line).trimmingSpaces).map { ($0, index + 1) }
      } catch {
        throw Failure(name: name, line: index + 1, message: error.message)
      }
    }
  }

  private static func steps(of line: String) throws(Fault) -> [Step] {
    if line.isEmpty || line == "#" || line.hasPrefix("# ") { return [] }
    if line.hasPrefix(":"), line.count > 1 { return [.line(String(line.dropFirst()))] }
    var (steps, rest): ([Step], Substring) = ([], line[...])
    while true {
      rest = rest.drop { $0 == " " }
      guard let first = rest.first else { return steps }
      if first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") {
        let text = rest[rest.index(after: rest.startIndex)..<end]
        steps += text.unicodeScalars.map { .key(KeyPress(.character($0))) }
        rest = rest[rest.index(after: end)...]
        continue
      }
      let word = rest.prefix { $0 != " " }
      rest = rest.dropFirst(word.count)
      steps.append(try step(String(word)))
    }
  }

  private static func step(_ word: String) throws(Fault) -> Step {
    if word == "<idle>" { return .idle }
    guard let key = KeyPress(word) else { throw Fault("no key is called \(word)") }
    return .key(key)
  }
}
