import Testing

/// Waits until something holds, for ten seconds at most: fixed sleeps fail on a busy machine.
func eventually(
  _ what: Comment, _ place: SourceLocation = #_sourceLocation, _ condition: () -> Bool
) async throws {
  let deadline = ContinuousClock.now + .seconds(10)
  while !condition() {
    guard ContinuousClock.now < deadline else {
      Issue.record(what, sourceLocation: place)
      return
    }
    try await Task.sleep(for: .milliseconds(2))
  }
}
