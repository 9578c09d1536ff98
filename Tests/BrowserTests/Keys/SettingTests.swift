import Browser
import Surface
import TestSupport
import Testing

/// `:set`, the file of settings, and themes.
@Suite struct SettingTests {
  private let pilot: Pilot

  init() throws { pilot = try Pilot(Pattern(), width: 100, height: 30) }

  private func line(_ text: String) throws {
    try pilot.press(":")
    pilot.type(text)
    try pilot.press("Enter")
  }

  @Test func everySettingTakesEachOfItsValuesAndNoOther() throws {
    for setting in Setting.all {
      #expect(Set(setting.values).count == setting.values.count && setting.values.count > 1)
      for value in setting.values {
        try line("set \(setting.name) \(value)")
        #expect(pilot.model.prompt == nil, "\(setting.name) \(value)")
        #expect(pilot.message == "\(setting.name) is \(value)")
      }
      try line("set \(setting.name) nonsense")
      #expect(pilot.model.prompt?.isFaulty == true, "\(setting.name)")
      #expect(pilot.model.prompt?.caret == "set \(setting.name) ".count)
      try pilot.press("Esc")
    }
  }

  @Test func settingsAreListedAndChangedThere() throws {
    try line("set")
    let text = pilot.drawn().text
    for setting in Setting.all { #expect(text.contains(setting.help), "\(setting.name)") }
    #expect(text.contains("theme dark"))
    try pilot.press("Enter")
    #expect(pilot.drawn().text.contains("theme light"))
    #expect(pilot.model.appearance.theme == .light)
    try pilot.press("Down Enter q")
    #expect(pilot.model.appearance.ascii == true)
    #expect(pilot.model.overlay == nil)
  }

  @Test func valuesAreCompleted() throws {
    try pilot.press(":")
    pilot.type("set the")
    try pilot.press("Tab")
    #expect(pilot.model.prompt?.string == "set theme ")
    pilot.type("co")
    try pilot.press("Tab Enter")
    #expect(pilot.model.appearance.theme == .contrast)
    try line("theme mono")
    #expect(pilot.model.appearance.theme == .mono)
  }

  @Test func badLinesOfTheFileAreSaidAndTheOthersCount() throws {
    let text = """
      # what I like
      set theme contrast

        set row 8
      set row 9
      set colour blue
      theme light
      set ascii on
      """
    pilot.browser.configure(text, from: "config")
    #expect(pilot.model.appearance.theme == .contrast)
    #expect(pilot.model.appearance.ascii == true)
    #expect(pilot.model.hexLayout?.bytesPerRow == 8)
    let said = pilot.model.shell.log.messages.filter { $0.level == .warning }.map(\.text)
    #expect(said.count == 3)
    #expect(said.first == "config:5: row is one of auto, 8, 16 and 32")
    #expect(said.last == "config:7: not of the form: set NAME VALUE")
  }

  @Test func anythingMayBeInTheFile() throws {
    var random = SplitMix64(seed: 5)
    let words = [
      "set", "theme", "dark", "#", " ", "\n", "row", "\u{1b}", "é", "9", "\t", "mouse", "off",
    ]
    for _ in 0..<300 {
      let text = (0..<20).map { _ in words.randomElement(using: &random) ?? "" }.joined(
        separator: " ")
      pilot.browser.configure(text, from: "config")
    }
    #expect(pilot.model.shell.log.messages.count <= 500)
  }
}
