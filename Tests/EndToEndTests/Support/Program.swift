import TestSupport

/// The browser as it was built, or as `QCOW2_TUI` names it.
enum Program {
  private static let built = BuiltProgram("qcow2-tui", variable: "QCOW2_TUI")

  /// Its path.
  static var path: String { built.path }

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
    try built.run(arguments, environment: environment, seconds: Int(Tmux.patience))
  }
}
