import Testing

/// Runs the built program as a user does: in a real terminal, or in none at all.
///
/// One test at a time: each waits for what it sees, not for a time, but terminals in great number
/// would take the processor from each other.
@Suite(.serialized)
enum EndToEnd {}
