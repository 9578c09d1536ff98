internal import QCOW2
internal import Surface

extension Model {
  mutating func ask(_ purpose: Prompt.Purpose) {
    prompt = Prompt(purpose, history: promptHistory[purpose] ?? [])
  }

  mutating func pressInPrompt(_ key: KeyPress) -> [Effect] {
    guard var line = prompt else { return [] }
    if key.key == .escape || key == KeyPress(.character("C"), .control) {
      prompt = nil
      return [.abandon(.preview)]
    }
    if key.key == .enter { return submit(line) }
    guard line.edit(key) else { return [] }
    prompt = line
    return previewPrompt()
  }

  /// Resolves what is typed so far; the kind of the place comes later, from a job.
  private mutating func previewPrompt() -> [Effect] {
    guard var line = prompt else { return [] }
    defer { prompt = line }
    line.preview = ""
    line.isFaulty = false
    guard let text = addressText(line), !text.text.isEmpty else { return [.abandon(.preview)] }
    do throws(AddressError) {
      switch try AddressParser.parse(text.text, addressContext) {
      case .guest(let offset):
        line.preview = "= \(offset), cluster \(image.geometry.cluster(of: offset))"
        return [.preview(offset)]
      case .host(let offset): line.preview = "= host \(offset), Enter looks for who maps it"
      }
    } catch {
      line.preview = Self.explain(error, prefix: text.prefix)
      line.isFaulty = true
    }
    return [.abandon(.preview)]
  }

  private static func explain(_ error: AddressError, prefix: Int) -> String {
    "column \(max(1, error.column - prefix + 1)): \(error.message)"
  }

  /// The address expression in a prompt, or nil where it holds a verb.
  private func addressText(_ line: Prompt) -> (text: String, prefix: Int)? {
    switch line.purpose {
    case .goto(let form):
      form.expression(line.string, l1Index: image.geometry.l1Index(of: cursor))
    case .command: Verb.split(line.string).flatMap { $0.verb == .goto ? ($0.rest, 0) : nil }
    }
  }

  private mutating func submit(_ line: Prompt) -> [Effect] {
    let typed = line.string.trimmingSpaces
    guard !typed.isEmpty else {
      prompt = nil
      return []
    }
    if line.purpose == .command {
      guard let command = Verb.split(line.string) else {
        return fault("unknown command; there are \(Verb.list), and any offset")
      }
      if command.verb != .goto { return perform(command, typed) }
    }
    guard let text = addressText(line) else { return [] }
    do throws(AddressError) {
      let address = try AddressParser.parse(text.text, addressContext)
      remember(typed, line.purpose)
      switch address {
      case .guest(let offset): jump(to: offset)
      case .host(let offset):
        isSearching = true
        return [.searchHost(offset)]
      }
    } catch {
      return fault(Self.explain(error, prefix: text.prefix))
    }
    return []
  }

  private mutating func perform(
    _ command: (verb: Verb, rest: String), _ typed: String
  ) -> [Effect] {
    remember(typed, .command)
    return perform(command.verb.command)
  }

  /// Keeps the prompt open with what is wrong.
  private mutating func fault(_ text: String) -> [Effect] {
    prompt?.preview = text
    prompt?.isFaulty = true
    return [.beep]
  }

  private mutating func remember(_ typed: String, _ purpose: Prompt.Purpose) {
    prompt = nil
    let older = (promptHistory[purpose] ?? []).filter { $0 != typed }
    promptHistory[purpose] = older.suffix(99) + [typed]
  }
}

/// The verbs of the command line. Unique beginnings are enough.
enum Verb: String, CaseIterable {
  case goto, help, quit, fit, main, map, hex, snap, bmap, chain, check, space, reload

  /// The verb and what follows it; a line that begins like an address is one.
  static func split(_ line: String) -> (verb: Verb, rest: String)? {
    let line = line.trimmingSpaces
    let first = line.split(separator: " ", maxSplits: 1)
    guard let word = first.first else { return (.goto, "") }
    let rest = first.count > 1 ? String(first[1]) : ""
    // `L1[` and `lba:` begin with letters, but never are a verb's beginning alone.
    let matches = allCases.filter { $0.rawValue.hasPrefix(word) }
    if let exact = matches.first(where: { $0.rawValue == word }) { return (exact, rest) }
    if matches.count == 1 { return (matches[0], rest) }
    let looksLikeAddress =
      "0123456789+-$'.(~@".contains(line.first ?? " ")
      || ["L1", "lba:", "h:", "p", "align("].contains { line.hasPrefix($0) }
    return looksLikeAddress ? (.goto, line) : nil
  }

  static var list: String { allCases.map(\.rawValue).joined(separator: " ") }

  var command: Command {
    switch self {
    case .goto: .goto(.any)
    case .help: .help
    case .quit: .quit
    case .main: .view(.main)
    case .map: .view(.map)
    case .hex: .view(.hex)
    case .snap: .view(.snapshots)
    case .bmap: .view(.bitmaps)
    case .chain: .view(.chain)
    case .check: .view(.check)
    case .space: .view(.space)
    case .fit: .mapFit
    case .reload: .reload
    }
  }
}

extension String {
  var trimmingSpaces: String {
    let start = drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
