internal import QCOW2
internal import Surface

extension Model {
  mutating func ask(_ purpose: Prompt.Purpose) {
    var line = Prompt(purpose, history: promptHistory[purpose.historyKey] ?? [])
    if case .argument(let name) = purpose {
      line.preview = Command.named(name)?.verb?.preview(self, "").text ?? ""
    }
    prompt = line
  }

  mutating func pressInPrompt(_ key: KeyPress) -> [Effect] {
    guard var line = prompt else { return [] }
    if key.key == .escape || key == KeyPress(.character("C"), .control) {
      prompt = nil
      return [.abandon(.preview)]
    }
    if key.key == .enter { return submit(line) }
    if key.key == .tab || key.key == .backTab { return complete(line, forward: key.key == .tab) }
    guard line.edit(key) else { return [] }
    line.completion = nil
    prompt = line
    return previewPrompt()
  }

  /// Puts a text that was pasted into the prompt.
  mutating func paste(_ text: String) -> [Effect] {
    guard prompt != nil else { return [] }
    message = nil
    prompt?.paste(text)
    return previewPrompt()
  }

  private mutating func complete(_ line: Prompt, forward: Bool) -> [Effect] {
    var line = line
    guard line.completion == nil else {
      line.cycle(forward: forward)
      prompt = line
      return previewPrompt()
    }
    let (offer, path) = completion(of: line)
    if let path { return [.listFiles(beginning: path, from: offer.start)] }
    guard !offer.choices.isEmpty else { return [.beep] }
    line.offer(offer)
    prompt = line
    return previewPrompt()
  }

  /// Takes the names of files that were asked for, unless something else is typed by now.
  mutating func take(_ files: [Choice], beginning path: String, from start: Int) {
    guard var line = prompt, line.string.dropFirst(start) == path else { return }
    line.offer(Completion(from: start, files))
    prompt = line
  }

  /// Tells what is typed so far.
  mutating func previewPrompt() -> [Effect] {
    guard var line = prompt else { return [] }
    let preview = preview(of: line)
    (line.preview, line.isFaulty) = (preview.text, preview.isFaulty)
    prompt = line
    return [preview.effect ?? .abandon(.preview)]
  }

  private func preview(of line: Prompt) -> ArgumentKind.Preview {
    switch line.purpose {
    case .argument(let name):
      guard let kind = Command.named(name)?.verb else { return .init() }
      return kind.preview(self, kind.keepsSpaces ? line.string : line.string.trimmingSpaces)
    case .command:
      switch CommandLine(line.string) {
      case .empty: return .init()
      case .unknown:
        return .init(text: "no command begins like this, Tab lists them", isFaulty: true)
      case .several(let verbs): return .init(text: listed(verbs.map(\.name)))
      case .verb(let command, let rest, _):
        guard rest.isEmpty, let kind = command.verb else {
          return command.verb?.preview(self, rest) ?? .init()
        }
        let argument = kind.placeholder.isEmpty ? "" : ": \(kind.placeholder)"
        return .init(text: "\(command.name) \(command.help)\(argument)")
      }
    }
  }

  private mutating func submit(_ line: Prompt) -> [Effect] {
    let typed = line.string.trimmingSpaces
    switch line.purpose {
    case .argument(let name):
      guard !line.string.isEmpty, let command = Command.named(name) else {
        prompt = nil
        return [.abandon(.preview)]
      }
      if command.verb?.keepsSpaces == true { return submit(command, line.string, from: 0) }
      guard !typed.isEmpty else {
        prompt = nil
        return [.abandon(.preview)]
      }
      return submit(command, typed, from: line.string.prefix { $0 == " " }.count)
    case .command:
      switch CommandLine(line.string) {
      case .empty:
        prompt = nil
        return [.abandon(.preview)]
      case .unknown:
        return refuse(Fault("unknown command; Tab lists them, an offset goes there"), from: 0)
      case .several(let verbs):
        return refuse(Fault("which one: \(listed(verbs.map(\.name)))?"), from: 0)
      case .verb(let command, let rest, let start): return submit(command, rest, from: start)
      }
    }
  }

  /// Runs a command with what is typed from a character on; where it is refused, the prompt stays.
  private mutating func submit(
    _ command: Command, _ text: String, from start: Int
  ) -> [Effect] {
    guard !command.asks(Operand(text)) else {
      return refuse(
        Fault("\(command.name) needs \(command.verb?.placeholder ?? "more")"), from: start)
    }
    let line = prompt
    prompt = nil
    do throws(Fault) {
      let effects = try carryOut(command, Operand(text))
      if let line {
        let keepsSpaces = line.purpose != .command && command.verb?.keepsSpaces == true
        remember(keepsSpaces ? line.string : line.string.trimmingSpaces, line.purpose)
      }
      return [.abandon(.preview)] + effects
    } catch {
      prompt = line
      return refuse(error, from: start)
    }
  }

  /// Does what a whole command line says.
  mutating func run(line: String) throws(Fault) -> [Effect] {
    let meaning = CommandLine(line)
    // The screen is saved as it is, with what is half typed.
    if case .verb(let command, _, _) = meaning, command.name != "save-screen" {
      (prompt, message, pressed, shell.menu) = (nil, nil, [], nil)
    }
    switch meaning {
    case .empty: return []
    case .unknown: throw Fault("unknown command", at: 0)
    case .several(let verbs): throw Fault("which one: \(listed(verbs.map(\.name)))?", at: 0)
    case .verb(let command, let rest, let start):
      guard !command.asks(Operand(rest)) else {
        throw Fault("\(command.name) needs \(command.verb?.placeholder ?? "more")")
      }
      do throws(Fault) {
        return try carryOut(command, Operand(rest))
      } catch {
        throw Fault(error.message, at: error.place.map { $0 + start })
      }
    }
  }

  /// Keeps the prompt open with what is wrong and the caret there.
  private mutating func refuse(_ fault: Fault, from start: Int) -> [Effect] {
    let place = fault.place.map { $0 + start }
    prompt?.preview = Fault(fault.message, at: place).description
    prompt?.isFaulty = true
    prompt?.completion = nil
    if let place { prompt?.caret = place }
    return [.beep]
  }

  mutating func remember(_ typed: String, _ purpose: Prompt.Purpose) {
    let purpose = purpose.historyKey
    let older = (promptHistory[purpose] ?? []).filter { $0 != typed }
    promptHistory[purpose] = older.suffix(99) + [typed]
  }
}

extension Prompt.Purpose {
  /// Whose older lines it offers: both searches have the same.
  var historyKey: Self {
    self == .argument(of: "find-backward") ? .argument(of: "find") : self
  }
}

extension Prompt {
  private var argument: ArgumentKind? {
    guard case .argument(let name) = purpose else { return nil }
    return Command.named(name)?.verb
  }

  /// What stands before the text.
  var label: String {
    guard case .argument(let name) = purpose else { return ":" }
    return (argument?.label ?? name) + ": "
  }

  /// What stands behind the caret while nothing is typed.
  var placeholder: String { argument?.placeholder ?? "an offset, or a command: Tab lists them" }
}
