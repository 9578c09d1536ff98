import Browser
import Surface
import TestSupport
import Testing

/// The key table as a whole.
@Suite struct KeyTableTests {
  /// A sequence of keys and where it means something.
  private struct Sequence {
    let context: Context
    let keys: [String]
    let command: Command
  }

  private let sequences: [Sequence] = Command.all.flatMap { command in
    command.keys.map {
      Sequence(
        context: command.context, keys: $0.split(separator: " ").map(String.init),
        command: command)
    }
  }

  /// The contexts that are asked at the same time.
  /// The contexts that are asked at the same time: those of a pane, or those of a page over all.
  private let together: [[Context]] =
    [
      [.chain, .list, .rows, .browse, .everywhere], [.page, .everywhere],
      [.jobs, .page, .everywhere],
    ]
    + Context.allCases.filter { ![.page, .jobs, .browse, .everywhere].contains($0) }
    .map { [$0, .browse, .everywhere] }

  @Test func everyNameIsAKeyAndIsShownAsItself() {
    for name in sequences.flatMap(\.keys) where name != "*" {
      #expect(KeyPress(name)?.description == name)
    }
  }

  @Test func noSequenceMeansTwoThings() {
    for contexts in together {
      let here = sequences.filter { contexts.contains($0.context) }
      for (keys, same) in Dictionary(grouping: here, by: \.keys) {
        #expect(same.count == 1, "\(keys) in \(contexts)")
      }
    }
  }

  @Test func noSequenceBeginsAnother() {
    for contexts in together {
      let here = sequences.filter { contexts.contains($0.context) }.map(\.keys)
      for short in here {
        let longer = here.filter { $0.count > short.count && $0.starts(with: short) }
        #expect(longer.isEmpty, "\(short) in \(contexts)")
      }
    }
  }

  @Test func everySequenceFindsItsCommand() throws {
    for sequence in sequences {
      let names = sequence.keys.map { $0 == "*" ? "x" : $0 }
      let keys = try names.map { try #require(KeyPress($0)) }
      let letter: Character? = sequence.keys.contains("*") ? "x" : nil
      let contexts = [sequence.context, .browse, .everywhere]
      #expect(
        KeyTable.standard.match(keys, in: contexts)
          == .command(sequence.command, letter: letter), "\(names)")
      for count in 1..<keys.count where keys.count > 1 {
        #expect(KeyTable.standard.match(Array(keys.prefix(count)), in: contexts) == .prefix)
      }
    }
  }

  @Test func onlyLettersNameMarks() throws {
    let mark = try #require(KeyPress("m"))
    let command = try #require(Command.named("mark"))
    for name in ["é", "Z"] {
      let key = try #require(KeyPress(name))
      #expect(
        KeyTable.standard.match([mark, key], in: [.browse])
          == .command(command, letter: Character(name)))
    }
    for name in ["1", "Enter", "Alt-x", "^X", "-"] {
      let key = try #require(KeyPress(name))
      #expect(KeyTable.standard.match([mark, key], in: [.browse]) == .none, "\(name)")
    }
  }

  @Test func theHelpPageExplainsEverything() throws {
    let pilot = Pilot(try Demo.image(), width: 160, height: 300)
    try pilot.press("?")
    let lines = pilot.drawn().lines
    for command in Command.all {
      let row = lines.first { $0.contains(command.help) && keysOf($0).contains(shown(command)) }
      #expect(row != nil, "\(shown(command)) \(command.help)")
    }
    for section in Set(Command.all.map(\.section)) {
      #expect(lines.contains(" \(section.rawValue)"), "\(section)")
    }
  }

  /// The part of a line that names keys, as far as it is wide enough for all of them.
  private func keysOf(_ line: String) -> String { String(line.prefix(27)) }

  private func shown(_ command: Command) -> String {
    command.keys.map { keys in
      keys.split(separator: " ").map { $0 == "*" ? " letter" : String($0) }.joined()
    }.joined(separator: "  ") + (command.keys.isEmpty ? ":\(command.name)" : "")
  }
}
