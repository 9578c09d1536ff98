import Foundation

/// A program that was built beside the tests, or the one that an environment variable names: the
/// optimizer can break what a debug build does right.
package struct BuiltProgram: Sendable {
  /// Its path.
  package let path: String

  /// Finds a program.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - variable: The environment variable that may name another.
  package init(_ name: String, variable: String) {
    path =
      ProcessInfo.processInfo.environment[variable] ?? Self.executableDirectory + "/" + name
  }

  private static var executableDirectory: String {
    let tests = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    // The path may name a file in the bundle rather than the bundle.
    let bundle = tests.components(separatedBy: ".xctest")[0]
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().path
  }

  /// Runs it to its end without any terminal.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - environment: Variables as `NAME=value`.
  ///   - seconds: How long it may take.
  /// - Returns: What it left behind.
  /// - Throws: `CommandFailure` where it cannot be started.
  package func run(
    _ arguments: [String], environment: [String] = ["LC_ALL=C.UTF-8"], seconds: Int = 60
  ) throws -> CommandResult {
    // A session of its own has no controlling terminal, wherever the tests were started from.
    try TestSupport.run(
      "setsid", ["-w", "env"] + environment + [path] + arguments, seconds: seconds)
  }
}
