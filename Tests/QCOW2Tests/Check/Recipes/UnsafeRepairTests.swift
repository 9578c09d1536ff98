import QCOW2
import TestSupport
import Testing

@Suite("Repairs that do harm")
struct UnsafeRepairTests {
  /// qemu-img 7.2 does not read the snapshots of an image that it checks, and writes the header without
  /// them when it marks bitmaps as in use.
  @Test func qemuDropsAllSnapshotsWhereThereAreBitmaps() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try write(RecipeImage.standard.bytes.bytes, to: path)
    #expect(try !hasWarning(path))
    try QEMU.bitmap(path, "--add", "b")
    #expect(try hasWarning(path))
    #expect(try CheckVerdict(checked(path)) == CheckVerdict(qemuOn: path))
    guard try succeed("qemu-img", ["--version"]).contains("version 7.2") else { return }
    try succeed("qemu-img", ["check", "-q", "-r", "leaks", path])
    #expect(try checked(path).snapshots.isEmpty)
  }

  private func hasWarning(_ path: String) throws -> Bool {
    try checked(path).groups.contains { $0.problem == .repairUnsafe }
  }
}
