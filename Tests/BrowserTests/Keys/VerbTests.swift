import Browser
import Surface
import TestSupport
import Testing

/// The verbs of the command line, and what is told while they are typed.
@Suite struct VerbTests {
  private let pilot: Pilot

  init() throws { pilot = Pilot(try Demo.image(), width: 100, height: 30) }

  private static let verbs = Command.all.filter { $0.verb != nil }

  private func typed(_ text: String) throws -> Prompt {
    if pilot.model.prompt != nil { try pilot.press("Esc") }
    try pilot.press(":")
    pilot.type(text)
    return try #require(pilot.model.prompt)
  }

  @Test func everyRowHasANameOfItsOwnAndHelpThatFits() {
    #expect(Set(Command.all.map(\.name)).count == Command.all.count)
    for command in Command.all {
      #expect(!command.keys.isEmpty || command.verb != nil, "\(command.name) cannot be reached")
      #expect((1...52).contains(command.help.count), "\(command.name): \(command.help)")
      #expect(!command.help.hasSuffix("."), "\(command.name)")
      if command.verb != nil {
        #expect(command.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
      }
    }
  }

  /// Each verb by the shortest beginning that no other has, told beside the prompt by its help.
  @Test(arguments: verbs.map(\.name))
  func uniqueBeginningsAreEnough(name: String) throws {
    let others = Self.verbs.map(\.name).filter { $0 != name }
    let lengths = (1...name.count).filter { length in
      !others.contains { $0.hasPrefix(name.prefix(length)) }
    }
    let shortest = String(name.prefix(lengths.first ?? name.count))
    #expect(try typed(shortest).preview.hasPrefix(name + " "), "\(shortest)")
    #expect(!(try typed(shortest).isFaulty))
  }

  @Test func tabCompletesVerbs() throws {
    _ = try typed("rel")
    try pilot.press("Tab")
    #expect(pilot.model.prompt?.string == "reload")
    _ = try typed("he")
    try pilot.press("Tab")
    #expect(pilot.model.prompt?.completion?.choices.map(\.text) == ["help", "hex"])
    #expect(pilot.model.prompt?.string == "he")
    try pilot.press("Tab")
    #expect(pilot.model.prompt?.string == "help")
    try pilot.press("Tab")
    #expect(pilot.model.prompt?.string == "hex")
    try pilot.press("Shift-Tab")
    #expect(pilot.model.prompt?.string == "help")
    try pilot.press("Enter")
    #expect(pilot.model.overlay?.kind == .help)
  }

  @Test func whatIsRefusedKeepsTheCaretAtTheFault() throws {
    _ = try typed("goto 12 zz")
    try pilot.press("Enter")
    #expect(pilot.model.prompt?.isFaulty == true)
    #expect(pilot.model.prompt?.caret == 8)
    #expect(pilot.model.prompt?.preview.hasPrefix("column 9: ") == true)
    _ = try typed("goto")
    try pilot.press("Enter")
    #expect(pilot.model.prompt?.preview.hasPrefix("goto needs ") == true)
  }

  @Test func upFindsLinesThatBeginLikeTheTypedText() throws {
    for line in ["sector 8", "100", "sector 16", "200"] {
      _ = try typed(line)
      try pilot.press("Enter")
    }
    _ = try typed("sec")
    try pilot.press("Up")
    #expect(pilot.model.prompt?.string == "sector 16")
    try pilot.press("Up Up")
    #expect(pilot.model.prompt?.string == "sector 8")
    try pilot.press("Down Down")
    #expect(pilot.model.prompt?.string == "sec")
  }
}
