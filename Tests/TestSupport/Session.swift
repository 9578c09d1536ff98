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

  /// The prompt of qemu-io, which comes once it has its image open and after each command.
  package static let prompt = "qemu-io> "

  /// Waits until the program has printed its prompt, and returns what it printed up to there.
  @discardableResult
  package func waitForPrompt(_ prompt: String = Session.prompt) throws -> String {
    var said = ""
    while !said.hasSuffix(prompt) {
      guard let more = try output.fileHandleForReading.read(upToCount: 1), !more.isEmpty else {
        throw CommandFailure(description: "the program ended without a prompt: \(said)")
      }
      said += String(decoding: more, as: UTF8.self)
    }
    return said
  }

  /// Has qemu-io, which has shown its prompt, carry out a command.
  ///
  /// - Parameter command: The command.
  /// - Returns: What it printed, up to the next prompt.
  /// - Throws: `CommandFailure` where the program ends.
  @discardableResult
  package func tell(_ command: String) throws -> String {
    try input.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
    return try waitForPrompt()
  }

  /// Closes the program's input, which ends it, and waits for that.
  package func end() throws {
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
