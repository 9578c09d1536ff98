package import QCOW2

/// What a jump or a search found.
package struct SearchResult: Equatable, Sendable {
  /// Where to go, or nil where there is nothing.
  package var target: GuestOffset?
  /// Where to go in the file, where the search went through that.
  package var host: HostOffset?
  /// The bytes that match what was looked for.
  package var hit: Selection?
  /// What to say: what was found and what was skipped.
  package var message: String
  /// Whether the search ended because it was stopped.
  package var wasStopped = false
  /// Whether several places answer, so that the user has to choose.
  package var isAmbiguous = false
  /// How a search for bytes goes on that was stopped or came to the end.
  package var next: Quest?

  /// The answer of a search that was stopped, with nothing more to say.
  static let stopped = SearchResult(message: "stopped", wasStopped: true)
}
