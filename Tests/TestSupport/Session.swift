import Foundation

/// A program that waits for commands and is kept running.
package final class Session {
  private let process: Process
  private let input = Pipe()
  private let output = Pipe()

  /// Starts a program; it is ended after a minute at the latest.
  package init(_ program: String, _ arguments: [String]) throws {
    process = try started(program, arguments, seconds: 60)
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  /// Waits until the program has printed something, as it does when it is ready.
  package func waitForPrompt() throws {
    guard try output.fileHandleForReading.read(upToCount: 1) != nil else {
      throw CommandFailure(description: "the program ended without a prompt")
    }
  }

  /// Closes the program's input, which ends it, and waits for that.
  package func end() throws {
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
