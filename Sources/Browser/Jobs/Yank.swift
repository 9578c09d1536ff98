/// A text that was copied.
package struct Yank: Equatable, Sendable {
  /// The most bytes of a clipboard sequence's payload, which is in base64: more is cut off or dropped
  /// by many terminals.
  package static let mostEncoded = 74_994
  /// The most bytes of a text for that.
  package static let mostBytes = mostEncoded / 4 * 3

  /// What was copied, such as `48 bytes as hex`.
  package let title: String
  package let text: String
  /// What is missing of it; empty where nothing is.
  package var lack = ""
  /// What may be copied instead.
  package var others: [String] = []

  /// Whether a clipboard takes it.
  package var fits: Bool { text.utf8.count <= Self.mostBytes }
}
