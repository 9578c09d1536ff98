import Foundation
import TestSupport

/// What a test waited for in vain.
struct NeverCame: Error, CustomStringConvertible {
  let what: String
  let screen: String

  var description: String { "waited in vain for \(what); the screen:\n\(screen)" }
}

/// Asks again and again until the answer is yes.
///
/// - Throws: `NeverCame` when it takes too long.
func wait(
  for what: String, seconds: Double = Tmux.patience, showing screen: () -> String = { "" },
  until isThere: () throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + .seconds(seconds)
  while try !isThere() {
    guard ContinuousClock.now < deadline else {
      throw NeverCame(what: what, screen: screen())
    }
    // Not a sleeping task: it would come back only when other suites leave it a thread.
    usleep(20_000)
  }
}

extension Tmux {
  /// Waits until the screen is as wanted and returns its text.
  @discardableResult
  func wait(for what: String, until isThere: (String) -> Bool) async throws -> String {
    var last = ""
    try await EndToEndTests.wait(for: what, showing: { last }) {
      last = try screen()
      return isThere(last)
    }
    return last
  }

  /// Waits for a text anywhere on the screen.
  @discardableResult
  func wait(for text: String) async throws -> String {
    try await wait(for: "“\(text)”") { $0.contains(text) }
  }

  /// Waits until a text is gone from the screen.
  @discardableResult
  func wait(without text: String) async throws -> String {
    try await wait(for: "“\(text)” to go") { !$0.contains(text) }
  }

  /// Waits for the modes that `modes` tells.
  func wait(forModes wanted: String) async throws {
    var last = ""
    try await EndToEndTests.wait(for: "modes \(wanted)", showing: { last }) {
      last = try modes()
      return last == wanted
    }
  }

  /// Starts the program with these words of a command line and waits for all of its screen.
  @discardableResult
  func browse(_ words: String) async throws -> String {
    try enter("./browse \(words); echo \"status $?\"")
    return try await wait(for: "a whole screen") {
      // What is known last: the tables, and the run around the cursor on the line above the hints.
      let lines = $0.split(separator: "\n", omittingEmptySubsequences: false)
      return $0.contains("scan done") && lines.dropLast(2).last?.isEmpty == false
    }
  }

  /// Waits for the program's end and returns the exit status that the shell saw.
  func status() async throws -> Int? {
    let pattern = /status (\d+)/
    let screen = try await wait(for: "an exit status") { $0.contains(pattern) }
    return screen.firstMatch(of: pattern).flatMap { Int($0.output.1) }
  }

  /// The process of the program that was started last.
  func process() throws -> Int32? {
    Int32(String(decoding: try contents(of: file("pid")), as: UTF8.self).dropLast())
  }
}

/// Whether a process runs or is stopped; one that only waits to be reaped has ended.
func isAlive(_ process: Int32) -> Bool {
  guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
    let state = stat.split(separator: ")").last?.dropFirst().first
  else { return false }
  return state != "Z"
}
