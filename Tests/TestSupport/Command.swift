import Foundation

/// What a finished program left behind.
package struct CommandResult: Sendable {
  package let status: Int32
  package let output: String
  package let errors: String

  /// Whether the program ended with status 0.
  package var succeeded: Bool { status == 0 }
}

/// Why a program could not do what a test needs.
package struct CommandFailure: Error, CustomStringConvertible {
  package let description: String
}

/// Runs a program to its end and keeps what it printed.
///
/// - Parameters:
///   - program: Its name, looked up in PATH and the system directories.
///   - arguments: Its arguments.
///   - seconds: How long it may take; then it is ended and the status is 124.
/// - Returns: What it left behind.
/// - Throws: `CommandFailure` where there is no such program.
package func run(
  _ program: String, _ arguments: [String], seconds: Int = 60
) throws -> CommandResult {
  let scratch = try TemporaryDirectory()
  // Files instead of pipes: a program that prints much never waits for a reader.
  let (output, errors) = (scratch.file("output"), scratch.file("errors"))
  let status = try spawn(
    locate("timeout"), ["-k", "2", "\(seconds)", locate(program)] + arguments,
    environment: environment, output: output, errors: errors)
  return CommandResult(
    status: status,
    output: String(decoding: try contents(of: output), as: UTF8.self),
    errors: String(decoding: try contents(of: errors), as: UTF8.self))
}

/// Runs a program that must succeed and returns what it printed.
@discardableResult
package func succeed(
  _ program: String, _ arguments: [String], seconds: Int = 60
) throws -> String {
  let result = try run(program, arguments, seconds: seconds)
  guard result.succeeded else {
    let line = ([program] + arguments).joined(separator: " ")
    throw CommandFailure(description: "\(line): status \(result.status): \(result.errors)")
  }
  return result.output
}

/// A process that is set up, with its time limit, but not yet running.
func started(_ program: String, _ arguments: [String], seconds: Int) throws -> Process {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: try locate("timeout"))
  process.arguments = ["-k", "2", "\(seconds)", try locate(program)] + arguments
  process.environment = environment
  return process
}

/// The environment of every program: messages in English, and no doubts of mtools about geometry.
private let environment = ProcessInfo.processInfo.environment.merging(
  ["LC_ALL": "C", "MTOOLS_SKIP_CHECK": "1"], uniquingKeysWith: { $1 })

/// The path of a program; system directories are searched too, they are not in everyone's PATH.
private func locate(_ program: String) throws -> String {
  let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
  let directories =
    path.split(separator: ":").map(String.init) + ["/usr/bin", "/usr/sbin", "/sbin"]
  for directory in directories {
    let candidate = "\(directory)/\(program)"
    if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
  }
  throw CommandFailure(
    description: "there is no \(program) on this system; run `Modules/install --tests`")
}
