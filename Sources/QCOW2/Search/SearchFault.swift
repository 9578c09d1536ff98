/// Why something cannot be looked for.
package struct SearchFault: Error, Hashable, Sendable {
  /// One sentence without its full stop.
  package let message: String

  /// - Parameter message: One sentence without its full stop.
  package init(message: String) { self.message = message }
}
