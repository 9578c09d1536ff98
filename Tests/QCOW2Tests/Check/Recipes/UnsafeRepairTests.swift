import QCOW2
import TestSupport
import Testing

@Suite("Repairs that do harm")
struct UnsafeRepairTests {
  /// qemu-img 7.2 forgets the snapshots when it marks the bitmaps of an image as in use, and then
  /// frees what it takes for leaked.
  @Test func qemuFreesWhatSnapshotsNeedWhereThereAreBitmaps() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try write(RecipeImage.standard.bytes.bytes, to: path)
    #expect(try !hasWarning(path))
    try QEMU.bitmap(path, "--add", "b")
    #expect(try hasWarning(path))
    #expect(try CheckVerdict(checked(path)) == CheckVerdict(qemuOn: path))
    guard try succeed("qemu-img", ["--version"]).contains("version 7.2") else { return }
    try succeed("qemu-img", ["check", "-q", "-r", "leaks", path])
    #expect(try checked(path).groups.contains { $0.problem == .refcountZero })
  }

  private func hasWarning(_ path: String) throws -> Bool {
    try checked(path).groups.contains { $0.problem == .repairUnsafe }
  }
}
