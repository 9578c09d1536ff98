import Foundation
import TestSupport

/// A terminal of a test's own: a private tmux server with one shell in it.
///
/// The shell's directory has `browse`, which is the program and notes its process in `pid`. All of
/// it goes away with the last reference, whether the test passed or not.
final class Tmux: Sendable {
  /// How many seconds to wait for something that should come at once.
  static let patience = 20.0

  let directory: TemporaryDirectory
  private var socket: String { directory.file("socket") }

  /// Starts a terminal of that size, with further environment variables as `NAME=value`.
  init(
    columns: Int = 80, rows: Int = 24, term: String = "tmux-256color", environment: [String] = []
  ) throws {
    directory = try TemporaryDirectory()
    try write(
      Array("#!/bin/sh\necho $$ >pid\nexec '\(Program.path)' \"$@\"\n".utf8),
      to: directory.file("browse"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: directory.file("browse"))
    // The backtracer would wait for a key when it finds a terminal.
    let variables =
      [
        "LC_ALL=C.UTF-8", "SWIFT_BACKTRACE=interactive=no,color=no", "NO_COLOR=",
        "XDG_STATE_HOME=\(directory.file("state"))",
      ] + environment
    let command =
      ["-u", "-f", "/dev/null", "-S", directory.file("socket"), "start-server", ";"]
      + ["set", "-g", "status", "off", ";", "set", "-g", "default-terminal", term, ";"]
      + ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "-c", directory.path]
      + variables.flatMap { ["-e", $0] } + [Self.shell]
    try succeed("bash", ["-c", Self.startAlone, "tmux"] + command)
  }

  /// Ends by itself after a while, and the server with it, where the tests were killed.
  private static let shell =
    "exec timeout --foreground -s KILL 120 bash --norc --noprofile -i"

  /// The server outlives the command that starts it, and must not keep the pipes open that other
  /// tests wait on.
  private static let startAlone = """
    for fd in /proc/$$/fd/*; do
      fd=${fd##*/}
      if [ "$fd" -gt 2 ]; then eval "exec $fd>&-"; fi
    done
    exec tmux "$@"
    """

  deinit { close() }

  /// Ends the server, as closing a window does.
  func close() { _ = try? run(["kill-server"]) }

  /// Runs a tmux command and returns what it printed.
  @discardableResult
  func run(_ command: [String]) throws -> String {
    try succeed("tmux", ["-u", "-f", "/dev/null", "-S", socket] + command)
  }

  /// The path of a file in the shell's directory.
  func file(_ name: String) -> String { directory.file(name) }

  /// Presses keys by tmux's names for them, such as `Enter` and `C-c`.
  func press(_ keys: String...) throws { try run(["send-keys"] + keys) }

  /// Types text as it is.
  func type(_ text: String) throws { try run(["send-keys", "-l", text]) }

  /// Sends bytes to the program as if they came from the terminal.
  func send(_ bytes: [UInt8]) throws {
    try run(["send-keys", "-H"] + bytes.map { String($0, radix: 16) })
  }

  /// Types a line at the shell.
  func enter(_ line: String) throws {
    try type(line)
    try press("Enter")
  }

  /// Changes the terminal's size.
  func resize(columns: Int, rows: Int) throws {
    try run(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// The text on the screen, without the spaces at the ends of the lines.
  func screen() throws -> String { try run(["capture-pane", "-p"]) }

  /// The text on the screen with the sequences that colour it.
  func colouredScreen() throws -> String { try run(["capture-pane", "-p", "-e"]) }

  /// Whether the alternate screen, the cursor and mouse reports are on, as three digits.
  func modes() throws -> String {
    try run(["display", "-p", "#{alternate_on}#{cursor_flag}#{mouse_any_flag}"])
      .trimmingCharacters(in: .newlines)
  }
}
