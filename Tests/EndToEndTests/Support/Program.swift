import Foundation
import TestSupport

/// The program that was built beside these tests, or the one that `QCOW2_TUI` names: the optimizer
/// can break what a debug build does right.
enum Program {
  /// Its path.
  static let path =
    ProcessInfo.processInfo.environment["QCOW2_TUI"] ?? executableDirectory + "/qcow2-tui"

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
  /// - Returns: What it left behind.
  /// - Throws: `CommandFailure` where it cannot be started.
  static func run(
    _ arguments: [String], environment: [String] = ["LC_ALL=C.UTF-8"]
  ) throws -> CommandResult {
    // A session of its own has no controlling terminal, wherever the tests were started from.
    try TestSupport.run(
      "setsid", ["-w", "env"] + environment + [path] + arguments, seconds: Int(Tmux.patience))
  }
}
