import QCOW2
import SystemPackage
import TestSupport
import Testing

/// Mutations of what only chains, snapshots and bitmaps have. A trap ends the process; to find it, set
/// QCOW2_TEST_SEEDS and see the last one printed.
@Suite("Mutated chains, snapshot tables and bitmap directories")
struct ChainMutationTests {
  /// An overlay of 256 KiB over a qcow2 image and a raw file, with snapshots and bitmaps.
  private func specimen(in directory: TemporaryDirectory) throws -> String {
    try NamedImage.base(directory.file("base"), "B")
    let middle = directory.file("middle")
    try QEMU.create(
      middle, size: "200k", options: ["cluster_size=4k"], arguments: ["-b", "base", "-F", "raw"])
    try QEMU.io(middle, ["write -P 2 32k 64k"])
    let path = directory.file("image")
    try QEMU.create(
      path, size: "256k", options: ["cluster_size=4k"],
      arguments: ["-b", "middle", "-F", "qcow2"])
    try QEMU.bitmap(path, "--add", "-g", "512", "fine")
    try QEMU.bitmap(path, "--add", "-g", "4k", "coarse")
    for number in 1...3 {
      try QEMU.io(path, ["write -P \(number) \(number * 16)k 20k"])
      try QEMU.snapshot(path, "snapshot \(number)")
    }
    return path
  }

  @Test(.timeLimit(.minutes(5)), arguments: UInt64(0)..<4) func nothingTrapsOrHangs(
    _ part: UInt64
  ) throws {
    let directory = try TemporaryDirectory()
    let path = try specimen(in: directory)
    let image = try ImageBytes(contentsOf: path)
    let middle = try ImageBytes(contentsOf: directory.file("middle"))
    let records = try Image(openStorage(path)).bitmaps().records
    let places =
      [Int(image.number(at: 64, width: 8))]
      + records.flatMap { [Int($0.offset.rawValue), Int($0[.bitmapTableOffset])] }
    var opened = 0
    for seed in part * 500..<part * 500 + 500 {
      SeedLog.note("chain \(seed)")
      var generator = SplitMix64(seed: seed)
      let isBelow = seed % 5 == 0
      let spoilt = spoil(isBelow ? middle : image, places: isBelow ? [] : places, &generator)
      try write(spoilt.bytes, to: directory.file(isBelow ? "middle" : "image"))
      if exercise(path, "seed \(seed)") { opened += 1 }
      if isBelow { try write(middle.bytes, to: directory.file("middle")) }
      if isBelow { try write(image.bytes, to: path) }
    }
    // Mutations that no header survives would prove nothing.
    #expect(opened > 200, "\(opened) of 500 could be opened")
  }

  /// Words of the header, its extensions, the snapshot table and the bitmaps.
  private func spoil(
    _ image: ImageBytes, places: [Int], _ generator: inout SplitMix64
  ) -> ImageBytes {
    var image = image
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let random = generator.next()
      let word =
        [0, 1, .max, 1 << 63, random, random >> 32, random >> 48, 1 << (random % 64), 65_536, 4096]
        .randomElement(using: &generator) ?? 0
      let width = [1, 2, 4, 8].randomElement(using: &generator) ?? 1
      let start = places.randomElement(using: &generator) ?? 0
      // The extension area and the name follow the header.
      let isHeader = places.isEmpty || Int.random(in: 0..<4, using: &generator) == 0
      let offset =
        isHeader
        ? Int.random(in: 8..<700, using: &generator)
        : start + Int.random(in: 0..<200, using: &generator)
      image.store(word, at: offset, width: width)
    }
    return image
  }

  /// Everything a reader does with such an image, within a budget of steps.
  private func exercise(_ path: String, _ name: String) -> Bool {
    let gate = FolderGate(ownFolderOf: FilePath(path))
    guard let disk = try? Disk(FilePath(path), gate: gate) else { return false }
    exercise(disk, name)
    let image = disk.image
    if let table = try? image.snapshots() {
      for record in table.records.prefix(20) {
        if let old = try? disk.disk(of: record) { exercise(old, name) }
        guard let state = try? image.vmState(of: record) else { continue }
        let count = Int(min(4096, state.range.upperBound - state.range.lowerBound))
        _ = try? state.image.read(at: state.range.lowerBound, count: count)
      }
    }
    if let bitmaps = try? image.bitmaps() {
      for record in bitmaps.records.prefix(20) {
        guard let runs = image.runs(of: record) else { continue }
        var next = GuestOffset.zero
        for run in runs.prefix(2000) {
          guard run.range.lowerBound == next, !run.range.isEmpty else {
            Issue.record("\(name): \(run) instead of a run from \(next)")
            return true
          }
          next = run.range.upperBound
        }
      }
    }
    return true
  }

  private func exercise(_ disk: Disk, _ name: String) {
    let range = GuestOffset.zero..<min(disk.geometry.end, GuestOffset(1 << 20))
    let up = Array(disk.extents(in: range).prefix(3000))
    let length = up.reduce(0) { $0 + $1.length }
    #expect(length == range.upperBound.rawValue, "\(name)")
    let down = Array(disk.reversedExtents(in: range).prefix(3000))
    if up != down.reversed() { Issue.record("\(name): \(up) upwards, \(down) downwards") }
    for extent in up.prefix(40) {
      let count = Int(min(extent.length, 5000))
      let found = try? disk.read(at: extent.start, count: count)
      #expect(found == nil || found?.count == count, "\(name)")
      _ = disk.translations(of: extent.start)
    }
  }
}
