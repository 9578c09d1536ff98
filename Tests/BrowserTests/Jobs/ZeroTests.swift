import Browser
import Foundation
import QCOW2
import Surface
import TestSupport
import Testing

/// The search for clusters that hold zeros only.
@Suite struct ZeroTests {
  @Test func clustersOfZerosAreCounted() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "8M")
    try QEMU.io(path, ["write -P 0 0 128k", "write -P 1 128k 64k", "write -z 1M 1M"])
    let pilot = try Pilot(path: path, screen: .map)
    try pilot.press("g")
    pilot.browser.hesitate()
    #expect(pilot.drawn().text.contains("z      read all data for clusters that hold zeros only"))
    try pilot.press("z")
    let text = "2 of 3 clusters of data (128 KiB) hold zeros only"
    #expect(pilot.message == text + ": :color content shows them as Z")
    // As the command says it.
    let program = BuiltProgram("qcow2", variable: "QCOW2").path
    let line = try succeed(
      "bash", ["-c", "\"$0\" space --zeros --output=json \"$1\"", program, path])
    let answer = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    let zeros = try #require(answer?["zeros"] as? [String: Any])
    #expect(zeros.values.compactMap { $0 as? Int }.sorted() == [2, 3, 131_072])
    try pilot.press("Esc :")
    pilot.type("scan zeros")
    try pilot.press("Enter")
    #expect(pilot.message.hasPrefix(text))
    try pilot.press(":")
    pilot.type("scan ones")
    try pilot.press("Enter")
    #expect(pilot.model.prompt?.isFaulty == true)
  }

  @Test func dataWithoutThemIsSaidToHaveNone() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "8M")
    try QEMU.io(path, ["write -P 1 0 64k"])
    let pilot = try Pilot(path: path, screen: .map)
    try pilot.press("g z")
    #expect(pilot.message == "none of 1 cluster of data holds zeros only")
  }
}
