import Browser
import Testing

/// The part of the manual page that is made from the tables.
@Suite struct ManualTests {
  @Test func everyCommandAndSettingIsThereOnce() {
    let lines = Manual.keysAndVerbs.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.hasPrefix(" ") && $0.contains { $0 != " " } })
    for command in Command.all {
      let rows = lines.filter { $0.hasSuffix(" - \(command.help)") && $0.hasPrefix("    ") }
      #expect(!rows.isEmpty, "\(command.name)")
      if command.verb != nil { #expect(rows.contains { $0.contains(":\(command.name) -") }) }
    }
    for setting in Setting.all {
      #expect(lines.filter { $0.hasPrefix("    \(setting.name) - ") }.count == 1)
    }
  }
}
