package import Surface

/// What the user sets once for all images.
package struct Preferences: Equatable, Sendable {
  package var appearance = Appearance()
  package var hex = HexStyle()

  package init() {}
}

extension Model {
  /// How the terminal shows things.
  package var appearance: Appearance {
    get { shell.preferences.appearance }
    set { shell.preferences.appearance = newValue }
  }
}
