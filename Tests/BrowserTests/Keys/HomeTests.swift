import Foundation
import TestSupport
import Testing

/// Names of files that are typed with `~/`, which no shell has expanded.
@Suite struct HomeTests {
  private static let browser = BuiltProgram("qcow2-tui", variable: "QCOW2_TUI")

  @Test func theUsersFolderIsMeantByEveryPrompt() throws {
    let needles = try Needles()
    let home = needles.directory.path
    try QEMU.create(home + "/other.qcow2", size: "1M")
    let keys = home + "/keys"
    let script = """
      <idle> X "~/whole" Enter <idle>
      :save-scan ~/runs
      <idle> 5 x "~/list" Enter <idle>
      d "~/other.qcow2" Enter <idle>
      :save-screen ~/compared
      :diff raw ~/disk.raw
      <idle>
      :open ~/other.qcow2
      <idle>
      :save-screen ~/opened
      Esc : o p e n Space ~ / o t h Tab <idle>
      :save-screen ~/completed
      """
    try write(Array(script.utf8), to: keys)
    try succeed(
      "bash",
      [
        "-c", "HOME=\"$1\" LC_ALL=C.UTF-8 XDG_CONFIG_HOME=/nowhere \"$0\" \"$2\" --script \"$3\"",
        Self.browser.path, home, needles.path, keys,
      ])
    #expect(try contents(of: home + "/whole") == contents(of: needles.raw))
    for name in ["runs", "list"] {
      #expect(try !contents(of: home + "/" + name).isEmpty, "\(name)")
    }
    func screen(_ name: String) throws -> String {
      String(decoding: try contents(of: home + "/" + name), as: UTF8.self)
    }
    #expect(try screen("compared").contains(" differ"))
    #expect(try screen("opened").hasPrefix("other.qcow2 "))
    #expect(try screen("completed").contains(":open ~/other.qcow2"))
  }
}
