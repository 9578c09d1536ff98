/// A search in bytes that come one stretch after the other. Of matches that overlap, the first
/// counts. Each function returns whether `found` wants more, and false where the cancellation ended
/// the search.
protocol StreamSearch {
  /// Looks at the bytes that follow.
  mutating func add(_ bytes: UnsafeRawBufferPointer, found: (SearchMatch) -> Bool) -> Bool
  /// Looks at zeros that follow; costs the same however many.
  mutating func addZeros(_ count: UInt64, found: (SearchMatch) -> Bool) -> Bool
  /// Goes on behind bytes that nobody knows; nothing matches across them.
  mutating func skip(to place: GuestOffset, found: (SearchMatch) -> Bool) -> Bool
  /// Looks at what is left once no bytes follow.
  mutating func finish(found: (SearchMatch) -> Bool) -> Bool
  /// Where it took too long and was given up.
  var losses: [Range<GuestOffset>] { get }
}

extension SearchTerm {
  /// Begins a search.
  ///
  /// - Parameters:
  ///   - start: Where the first byte will lie.
  ///   - earliest: Where the first match may begin.
  ///   - cancellation: Ends the search early.
  /// - Returns: The search.
  func search(
    at start: GuestOffset, earliest: GuestOffset, _ cancellation: Cancellation
  ) -> any StreamSearch {
    switch matcher {
    case .pattern(let pattern): PatternSearch(for: pattern, at: start, cancellation)
    case .expression(let expression):
      ExpressionSearch(for: expression, at: start, earliest: earliest, cancellation)
    }
  }
}
