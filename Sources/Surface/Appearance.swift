/// How a terminal shows things, as far as the user chooses.
package struct Appearance: Hashable, Sendable {
  package var theme = Theme.dark
  /// Whether nothing but ASCII is drawn; nil leaves it to the locale.
  package var ascii: Bool?
  /// Whether clicks and the wheel are asked for.
  package var mouse = true
  /// Whether the hardware cursor is seen outside of prompts too.
  package var showsCursor = false

  package init() {}
}
