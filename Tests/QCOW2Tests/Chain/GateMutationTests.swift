import Foundation
import QCOW2
import SystemPackage
import TestSupport
import Testing

/// Images with every structure spoilt, the names of other files first of all: whatever they say, no
/// file is opened that the gate did not allow, and reading ends soon.
@Suite(.timeLimit(.minutes(2))) struct GateMutationTests {
  private static let cases: UInt64 = 400
  private let directory: TemporaryDirectory
  private var own: String { directory.file("own") }
  private var outside: String { directory.file("outside") }

  init() throws {
    directory = try TemporaryDirectory()
    for folder in [own, outside] {
      try makeDirectory(folder)
      try NamedImage.base(folder + "/base", "B")
      try QEMU.create(folder + "/qcow2", size: "64k")
    }
    try link(own + "/escape", to: outside + "/base")
  }

  /// An image and where its structures lie.
  private struct Specimen {
    let bytes: ImageBytes
    var places: [Int]
    /// Where a name of another file begins and what room it has.
    let name: Range<Int>
  }

  /// Subclusters, compressed data, snapshots, bitmaps and a backing file.
  private func overlay() throws -> Specimen {
    let path = own + "/image"
    let name = own + "/./././././././././././base"
    try QEMU.create(
      path, size: "512k", options: ["cluster_size=16k", "extended_l2=on"],
      arguments: ["-b", name, "-F", "raw"])
    try QEMU.io(path, ["write -P 1 0 40k", "write -c -P 2 64k 64k", "write -z 200k 30k"])
    try QEMU.bitmap(path, "--add", "-g", "512", "fine")
    for number in 1...2 {
      try QEMU.snapshot(path, "snapshot \(number)")
      try QEMU.io(path, ["write -P \(number + 5) 10k 100k"])
    }
    let bytes = try ImageBytes(contentsOf: path)
    let image = try Image(openStorage(path))
    let snapshots = try image.snapshots().records
    let bitmaps = try image.bitmaps().records
    let places =
      [bytes.l1Entry(0), bytes.l2Table(0), bytes.l2Table(0) + 64]
      + snapshots.flatMap { [Int($0.offset.rawValue), Int($0.l1TableOffset.rawValue)] }
      + bitmaps.flatMap { [Int($0.offset.rawValue), Int($0[.bitmapTableOffset])] }
    let start = Int(bytes.number(at: 8, width: 8))
    return Specimen(bytes: bytes, places: places, name: start..<start + name.utf8.count)
  }

  /// An external data file.
  private func dataFile() throws -> Specimen {
    let path = own + "/image"
    let name = own + "/./././././././././././data"
    try QEMU.create(path, size: "512k", options: ["cluster_size=16k", "data_file=\(name)"])
    try QEMU.io(path, ["write -P 1 0 100k", "write -z 200k 30k"])
    let bytes = try ImageBytes(contentsOf: path)
    let text = Array(name.utf8)
    let start = try #require(
      (104..<4096).first { Array(bytes.bytes[$0..<$0 + text.count]) == text })
    return Specimen(
      bytes: bytes, places: [bytes.l1Entry(0), bytes.l2Table(0)], name: start..<start + text.count)
  }

  /// Names of what must not be opened, each as long as the room for it.
  private func hostileName(_ room: Int, _ generator: inout SplitMix64) -> [UInt8] {
    let names: [(head: String, tail: String)] = [
      (outside, "base"), (outside, "qcow2"), (own + "/../outside", "base"), (own, "escape"),
      (own + "/..", "outside/qcow2"), ("/dev", "null"), ("/etc", "hostname"),
      ("..", "outside/base"),
      ("file:" + outside, "base"), ("nbd:unix:" + outside, "base"), ("json:{", "}"), (own, "qcow2"),
    ]
    let (head, tail) = names.randomElement(using: &generator) ?? ("", "")
    let filling = max(1, room - head.utf8.count - tail.utf8.count)
    return Array((head + String(repeating: "/", count: filling) + tail).utf8.prefix(room))
  }

  private func spoilt(_ specimen: Specimen, _ generator: inout SplitMix64) -> ImageBytes {
    var image = specimen.bytes
    if Bool.random(using: &generator) {
      image.store(hostileName(specimen.name.count, &generator), at: specimen.name.lowerBound)
    }
    for _ in 0..<Int.random(in: 0...2, using: &generator) {
      let random = generator.next()
      let words = [0, 1, .max, 1 << 63, 1 << 62 | random >> 4, random, random >> 40, 16_384, 513]
      let word = words.randomElement(using: &generator) ?? 0
      let place = (specimen.places + [8, 100, specimen.name.lowerBound - 20])
        .randomElement(using: &generator)
      let width = [1, 4, 8].randomElement(using: &generator) ?? 1
      image.store(
        word, at: (place ?? 8) + Int.random(in: 0..<100, using: &generator), width: width)
    }
    return image
  }

  @Test(arguments: [true, false]) func nothingElseIsOpened(hasDataFile: Bool) throws {
    let specimen = hasDataFile ? try dataFile() : try overlay()
    var (opened, refused) = (0, 0)
    for seed in 0..<Self.cases {
      SeedLog.note("gate \(seed)")
      var generator = SplitMix64(seed: seed)
      let image = spoilt(specimen, &generator)
      _ = try examine(image, "seed \(seed)")
      try write(image.bytes, to: own + "/image")
      let path = FilePath(own + "/image")
      let gate = RecordingGate(FolderGate(ownFolderOf: path))
      guard let disk = try? Disk(path, gate: gate) else { continue }
      opened += 1
      if !disk.findings.isEmpty { refused += 1 }
      exercise(disk)
      for file in gate.opened { #expect(file.string.hasPrefix(own + "/"), "seed \(seed)") }
      // The kernel's own list of what is open.
      let files = openFiles()
      #expect(!files.contains { $0.hasPrefix(outside) }, "seed \(seed): \(files)")
      #expect(gate.requests.count <= Disk.mostLayers)
    }
    #expect(opened > 150 && refused > 50, "\(opened) opened, \(refused) with something refused")
  }

  private func openFiles() -> [String] {
    let list = "/proc/self/fd"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: list)) ?? []
    return names.compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "\(list)/\($0)")
    }
  }

  private func exercise(_ disk: Disk) {
    for extent in disk.extents(in: disk.guestRange).prefix(100) {
      _ = try? disk.read(at: extent.start, count: Int(min(extent.length, 5000)))
    }
    for record in ((try? disk.image.snapshots())?.records ?? []).prefix(5) {
      guard let old = try? disk.disk(of: record) else { continue }
      _ = try? old.read(at: .zero, count: Int(min(old.geometry.virtualSize, 5000)))
    }
  }
}
