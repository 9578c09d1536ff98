import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// One of anything is told in the singular.
@Suite struct CountTests {
  @Test(
    arguments: [
      "1", "2", "2 r", "2 s", "2 s r", "3", "4", "4 s", "5", "6", "7", "8", "9", "%", "% j j", "B",
      "3 K", "3 v", "/a Enter", "2 ] d", "2 c", "g x", "#", "y h", "y y",
    ])
  func noScreenHasOneOfMany(keys: String) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "64k")
    try QEMU.io(path, ["write -P 97 0 64k"])
    let pilot = try Pilot(path: path, width: 120, height: 40)
    try pilot.press(keys.replacing("/a", with: "/ a"))
    let wrong =
      /\b1 (?:clusters|bytes|pieces|seeks|breaks|runs|entries|rows|hits|sectors|places|references|findings)\b/
    let text = pilot.drawn().text
    #expect(text.firstMatch(of: wrong) == nil, "\(text)")
  }

  @Test func wordsFollowCounts() {
    #expect(counted(1, "piece") == "1 piece" && counted(0, "piece") == "0 pieces")
    #expect(counted(2, "entry", "entries") == "2 entries")
    #expect(counted(12_345, "byte", isGrouped: true) == "12,345 bytes")
  }
}
