import Browser
import Foundation
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// Random keys, clicks, wheels and sizes over images of every kind. STREAM_EVENTS sets how many on
/// each, so that hours of it can be had.
@Suite struct StreamTests {
  private static let events =
    ProcessInfo.processInfo.environment["STREAM_EVENTS"].flatMap(Int.init) ?? 2000

  /// An image to be lost in.
  enum Corpus: UInt64, CaseIterable {
    case demo = 1, spoilt, pattern, subclusters, empty, sector, huge, encrypted, cut, unreadable
    case chain, closedChain, snapshots
  }

  @Test(arguments: Corpus.allCases)
  func randomEventsOver(_ corpus: Corpus) throws {
    let directory = try TemporaryDirectory()
    let pilot = Pilot(disk: try disk(corpus, in: directory))
    var player = Player(pilot, seed: corpus.rawValue)
    for event in 0..<Self.events {
      player.play()
      #expect(
        pilot.cursor < max(pilot.model.image.geometry.virtualSize, 1), "\(corpus) event \(event)")
      if event.isMultiple(of: 10) { pilot.expectSound("\(corpus) event \(event)") }
    }
  }

  private func disk(_ corpus: Corpus, in directory: TemporaryDirectory) throws -> Disk {
    let path = directory.file("disk.qcow2")
    let writes = ["write -P 1 0 64k", "write -c -P 2 128k 64k", "write -z 256k 64k"]
    switch corpus {
    case .demo: return try Demo.image().alone
    case .spoilt: return try Demo.spoilt().alone
    case .pattern:
      try copy(Pattern(options: ["cluster_size=4k"]), to: path)
    case .subclusters:
      try copy(Pattern(options: ["cluster_size=64k", "extended_l2=on"]), to: path)
    case .empty: try QEMU.create(path, size: "0")
    case .sector: try QEMU.create(path, size: "512", options: ["cluster_size=512"])
    case .huge:
      try QEMU.create(path, size: "64T", options: ["cluster_size=2M"])
      try QEMU.io(path, ["write -P 1 3T 64k", "write -P 1 60T 64k"])
    case .encrypted:
      let secret = ["--object", "secret,id=s,data=secret"]
      let options = ["encrypt.format=aes", "encrypt.key-secret=s"]
      try QEMU.create(path, size: "1M", options: options, arguments: secret)
    case .cut:
      try QEMU.create(path, size: "1M")
      try QEMU.io(path, writes)
      let bytes = try contents(of: path)
      try write(Array(bytes.prefix(bytes.count * 3 / 4)), to: path)
    case .unreadable:
      try QEMU.create(path, size: "1M")
      try QEMU.io(path, writes)
      let bytes = try contents(of: path)
      // The L2 table and all that comes after it.
      let storage = FaultyStorage(
        MemoryStorage(bytes, name: "disk.qcow2"), bad: [0x40000..<1 << 40])
      return try Image(storage).alone
    case .chain, .closedChain:
      let base = directory.file("base.raw")
      try write(Array(repeating: 7, count: 200_000), to: base)
      try QEMU.create(path, size: "1M", arguments: ["-b", "base.raw", "-F", "raw"])
      try QEMU.io(path, ["write -P 1 64k 64k"])
    case .snapshots:
      try QEMU.create(path, size: "1M")
      for (number, name) in ["one", "two"].enumerated() {
        try QEMU.io(path, number == 0 ? writes : ["write -P 8 0 192k"])
        try succeed("qemu-img", ["snapshot", "-c", name, path])
      }
      try succeed("qemu-img", ["bitmap", "--add", path, "dirty"])
      try QEMU.io(path, ["write -P 9 512k 64k"])
    }
    let gate: any OpenGate =
      corpus == .closedChain ? ClosedGate() : FolderGate(ownFolderOf: FilePath(path))
    return try Disk(FilePath(path), gate: gate)
  }

  private func copy(_ pattern: Pattern, to path: String) throws {
    try write(contents(of: pattern.path), to: path)
  }
}
