import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// 20,000 random events, 5,000 on each of four images.
@Suite struct StreamTests {
  private func play(_ pilot: Pilot, seed: UInt64, events: Int = 5000) {
    var player = Player(pilot, seed: seed)
    for event in 0..<events {
      player.play()
      #expect(pilot.cursor < max(pilot.model.image.geometry.virtualSize, 1), "event \(event)")
      if event.isMultiple(of: 10) { pilot.expectSound("seed \(seed) event \(event)") }
    }
  }

  @Test func overTheDemoImage() throws { play(Pilot(try Demo.image()), seed: 1) }

  @Test func overEveryKindOfCluster() throws {
    play(try Pilot(Pattern(options: ["cluster_size=4k"])), seed: 2)
  }

  @Test func overAnEmptyDisk() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("empty.qcow2")
    try QEMU.create(path, size: "0")
    play(try Pilot(path: path), seed: 3)
  }

  @Test func overAHugeDisk() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("huge.qcow2")
    try QEMU.create(path, size: "64T", options: ["cluster_size=2M"])
    try QEMU.io(path, ["write -P 1 3T 64k", "write -P 1 60T 64k"])
    play(try Pilot(path: path), seed: 4)
  }
}
