package import QCOW2

/// One look for a term.
package struct Quest: Equatable, Sendable {
  package let term: SearchTerm
  /// Whether the disk or its file is searched.
  package let space: AddressSpace
  package let isForward: Bool
  /// Where a match may begin: from here on or, backward, before it.
  package let start: UInt64
  /// Whether the other end was reached before.
  package let isAgain: Bool

  init(
    _ term: SearchTerm, in space: AddressSpace, forward: Bool, from start: UInt64,
    again: Bool = false
  ) {
    (self.term, self.space, self.start) = (term, space, start)
    (isForward, isAgain) = (forward, again)
  }
}
