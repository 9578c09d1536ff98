import Foundation
import TestSupport
import Testing

/// Exports where there is no room.
@Suite struct ExportTests {
  private static let program = BuiltProgram("qcow2-tui", variable: "QCOW2_TUI")

  /// An image with 40 MiB of data, and a script that exports it and saves what is said.
  private func prepared() throws -> (TemporaryDirectory, image: String, script: String) {
    let directory = try TemporaryDirectory()
    let image = directory.file("disk.qcow2")
    try QEMU.create(image, size: "64M")
    try QEMU.io(image, ["write -P 1 0 40M"])
    let script = directory.file("script")
    try write(
      Array(":export-disk small/copy\n<idle>\n:messages\n:save-screen said\n".utf8), to: script)
    return (directory, image, script)
  }

  /// What is said on the screen or, where the script is refused for it, by the program.
  private func said(_ directory: TemporaryDirectory) throws -> String {
    try succeed("bash", ["-c", "cd \"$0\"; cat said errors 2>&1; true", directory.path])
  }

  private static let play =
    "LC_ALL=C.UTF-8 \"$0\" disk.qcow2 --size 120x24 --script script 2> errors"

  private static let loss = "small/copy: ftruncate: File too large; what was written is removed"

  @Test func aFileThatMayNotGrowIsSaidAndRemoved() throws {
    let (directory, _, _) = try prepared()
    let script = "cd \"$1\"; mkdir small; (ulimit -f 10240; \(Self.play)); ls small > left"
    try succeed("bash", ["-c", script, Self.program.path, directory.path])
    #expect(try said(directory).contains(Self.loss))
    #expect(try contents(of: directory.file("left")).isEmpty)
  }

  /// Mounting takes privileges; where there are none, nothing can be shown.
  static let canMount = (try? TestSupport.run("unshare", ["-m", "true"]).succeeded) == true

  @Test(.enabled(if: canMount))
  func aFullDiskIsSaidAndLeavesNothing() throws {
    let (directory, _, _) = try prepared()
    let script =
      "cd \"$1\"; mkdir small; mount -t tmpfs -o size=20M none small; \(Self.play); ls small > left"
    try succeed(
      "unshare", ["-m", "bash", "-c", script, Self.program.path, directory.path])
    let said = try said(directory)
    #expect(said.contains("No space left on device; what was written is removed"), "\(said)")
    #expect(try contents(of: directory.file("left")).isEmpty)
  }
}
