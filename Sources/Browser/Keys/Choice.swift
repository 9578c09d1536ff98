/// One thing that may be typed behind a verb.
package struct Choice: Equatable, Sendable {
  package var text: String
  /// What it is, in a few words.
  package var help: String

  package init(_ text: String, _ help: String = "") {
    self.text = text
    self.help = help
  }
}
