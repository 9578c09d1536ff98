import QCOW2
import SystemPackage
import TestSupport
import Testing

@Suite("External data files")
struct DataFileTests {
  private func image(
    in directory: TemporaryDirectory, _ options: [String] = [], size: Int = 3 << 20
  ) throws -> String {
    let path = directory.file("image")
    let data = ["data_file=\(directory.file("data"))"]
    try QEMU.create(path, size: "\(size)", options: data + options)
    let last = size - 1024
    try QEMU.io(
      path,
      ["write -P 1 0 100k", "write -P 2 1M 65k", "write -z 1040k 30k", "write -P 3 \(last) 1024"])
    return path
  }

  @Test(arguments: [
    [], ["data_file_raw=on"], ["cluster_size=512"], ["cluster_size=4k", "data_file_raw=on"],
    ["cluster_size=2M"], ["extended_l2=on"], ["extended_l2=on", "data_file_raw=on"],
  ])
  func readsAsQEMUDoes(_ options: [String]) throws {
    let directory = try TemporaryDirectory()
    let path = try image(in: directory, options, size: 3_000_320)
    let gate = RecordingGate()
    let disk = try openDisk(path, gate: gate)
    #expect(disk.findings == [])
    #expect(gate.requests.map(\.role) == [.dataFile])
    let whole = try QEMU.guestBytes(of: path)
    try expectBytes(disk, whole)
    var generator = SplitMix64(seed: 5)
    try expectRandomReads(disk, whole, count: 500, &generator)
    try expectMap(disk, ChainRun.map(path, rawSizes: [:]))
    expectClippedWalks(disk, count: 40, &generator)
  }

  /// QEMU makes data files as long as the disk, so what lies past the end of one was lost. QEMU reads
  /// zeros there; here they are damage, but for the rest of the last cluster.
  @Test(arguments: [
    [], ["data_file_raw=on"], ["cluster_size=4k"], ["extended_l2=on"],
    ["extended_l2=on", "cluster_size=2M"],
  ])
  func aShortDataFile(_ options: [String]) throws {
    let directory = try TemporaryDirectory()
    let path = try image(in: directory, options)
    #expect(
      try openDisk(path).extents(in: .zero..<GuestOffset(3 << 20)).allSatisfy {
        $0.kind != .damaged
      })
    let whole = try QEMU.guestBytes(of: path)
    let length = (1 << 20) + 333
    try truncate(directory.file("data"), to: UInt64(length))
    let cut = try QEMU.guestBytes(of: path)
    #expect(cut[length...].allSatisfy { $0 == 0 })
    let disk = try openDisk(path)
    let size = Int(disk.geometry.clusterSize)
    let end = (length + size - 1) / size * size
    var lost = 0
    for extent in disk.extents(in: disk.guestRange) {
      let start = Int(extent.start.rawValue)
      // Only what had data is lost, and only in clusters that begin past the end.
      let isLost = extent.kind == .damaged
      lost += isLost ? Int(extent.length) : 0
      if isLost { #expect(start >= end) }
      if extent.kind == .data { #expect(Int(extent.end.rawValue) <= end) }
      let place = GuestOffset(UInt64(start))
      if isLost {
        #expect(throws: ImageError.damaged(.clusterPastEnd(HostOffset(UInt64(start))), at: place)) {
          try disk.read(at: place, count: 1)
        }
      } else {
        let found = try disk.read(at: place, count: Int(extent.length))
        #expect(firstDifference(found, from: cut, at: start) == nil)
      }
    }
    let hadData = whole.indices.filter { $0 >= end && whole[$0] != 0 }.count
    #expect(lost >= hadData)
    #expect(lost > 0)
    var generator = SplitMix64(seed: 8)
    expectClippedWalks(disk, count: 40, &generator)
    // Read across the end, whether or not the walk has seen where that is.
    #expect((try? disk.read(at: .zero, count: 3 << 20)) == nil)
  }

  /// Bytes that are something else already are no guest data.
  @Test(arguments: ["image", "./image", "link", "top"]) func aDataFileOfTheChainIsALoop(
    _ name: String
  ) throws {
    let directory = try TemporaryDirectory()
    let path = try image(in: directory)
    try link(directory.file("link"), to: "image")
    let top = directory.file("top")
    try QEMU.create(top, size: "3M", arguments: ["-b", path, "-F", "qcow2"])
    var bytes = try ImageBytes(contentsOf: path)
    let old = Array(directory.file("data").utf8)
    let at = try #require((0..<4096).first { Array(bytes.bytes[$0..<$0 + old.count]) == old })
    bytes.store([UInt8](repeating: 0, count: old.count), at: at)
    bytes.store(Array(name.utf8), at: at)
    bytes.store(UInt64(name.utf8.count), at: at - 4, width: 4)
    try write(bytes.bytes, to: path)
    let disk = try openDisk(top)
    #expect(disk.findings.map(\.code) == ["data-file"])
    #expect(disk.findings.first?.message.contains("a loop") == true)
    #expect(disk.layers[1].dataFile?.storage == nil)
    #expect(throws: ImageError.self) { try disk.read(at: .zero, count: 1) }
  }

  @Test func aDataFileBelowABackingFile() throws {
    let directory = try TemporaryDirectory()
    let base = try image(in: directory)
    let path = directory.file("overlay")
    try QEMU.create(path, size: "4M", arguments: ["-b", base, "-F", "qcow2"])
    try QEMU.io(path, ["write -P 9 64k 64k"])
    let gate = RecordingGate()
    let disk = try openDisk(path, gate: gate)
    try expectBytes(disk, QEMU.guestBytes(of: path))
    #expect(gate.requests.map(\.role) == [.backingFile, .dataFile])
    #expect(gate.requests.map(\.image) == [FilePath(path), FilePath(base)])
    let data = directory.file("data")
    #expect(disk.layers.map { $0.dataFile?.name } == [nil, data])
    #expect(disk.layers.map { $0.dataFile?.path } == [nil, FilePath(data)])
    #expect(try disk.layers[1].dataFile?.storage?.byteCount() == 3 << 20)
  }

  @Test(arguments: [true, false]) func withoutItOnlyStructuresAreShown(isMissing: Bool) throws {
    let directory = try TemporaryDirectory()
    let path = try image(in: directory)
    let extents = Array(try openDisk(path).extents(in: .zero..<GuestOffset(3 << 20)))
    let name = directory.file("data")
    if isMissing { remove(name) }
    let disk = try openDisk(path, gate: isMissing ? TrustingGate() : ClosedGate())
    #expect(disk.findings.map(\.code) == ["data-file"])
    #expect(disk.findings.first?.message.contains(name) == true)
    #expect(Array(disk.extents(in: disk.guestRange)) == extents)
    let error = #expect(throws: ImageError.self) { try disk.read(at: .zero, count: 1) }
    #expect(error?.description.contains(name) == true, "\(String(describing: error))")
    // Zeros need no file.
    #expect(try disk.read(at: GuestOffset(500 << 10), count: 2) == [0, 0])
    if isMissing { #expect(try QEMU.refusal(of: path) != nil) }
  }

  /// QEMU takes relative names from the current directory; see `FileReference`.
  @Test func relativeNamesAreTakenFromTheImage() throws {
    let directory = try TemporaryDirectory()
    let path = try image(in: directory)
    let whole = try QEMU.guestBytes(of: path)
    var bytes = try ImageBytes(contentsOf: path)
    let name = Array(directory.file("data").utf8)
    let at = try #require((0..<4096).first { Array(bytes.bytes[$0..<$0 + name.count]) == name })
    bytes.store([UInt8](repeating: 0, count: name.count), at: at)
    bytes.store(Array("data".utf8) + [0, 0, 0, 0], at: at)
    bytes.store(4, at: at - 4, width: 4)
    try write(bytes.bytes, to: path)
    #expect(try QEMU.refusal(of: path)?.contains("No such file") == true)
    try expectBytes(openDisk(path, gate: FolderGate(ownFolderOf: FilePath(path))), whole)
  }

  @Test func entriesThatDoNotFitAreDamage() throws {
    let directory = try TemporaryDirectory()
    let path = try image(in: directory)
    var bytes = try ImageBytes(contentsOf: path)
    bytes.store(1 << 63 | 0x20000, at: bytes.l2Entry(0, 0), width: 8)
    bytes.store(1 << 62 | 0x30000, at: bytes.l2Entry(0, 1), width: 8)
    try write(bytes.bytes, to: path)
    let disk = try openDisk(path)
    let kinds = Array(disk.extents(in: .zero..<GuestOffset(0x20000)).map(\.mapping))
    #expect(
      kinds == [
        .damaged(.dataFileMismatch(HostOffset(0x20000))), .damaged(.compressedWithDataFile),
      ])
    for (guest, mapping) in zip([UInt64(0), 0x10000], kinds) {
      guard case .damaged(let damage) = mapping else { continue }
      #expect(throws: ImageError.damaged(damage, at: GuestOffset(guest))) {
        try disk.read(at: GuestOffset(guest), count: 1)
      }
      #expect(try !QEMU.canRead(path, at: guest, count: 512))
    }
    #expect(try disk.read(at: GuestOffset(1 << 20), count: 2) == [2, 2])
  }

  /// With subclusters a cluster out of its place spoils all of them, allocated or not, as in QEMU.
  @Test func subclustersOutOfPlaceAreDamage() throws {
    let directory = try TemporaryDirectory()
    let path = try image(in: directory, ["extended_l2=on"])
    var bytes = try ImageBytes(contentsOf: path)
    let entry = bytes.l2Entry(0, 2, size: 16)
    bytes.store(1 << 63 | 0x40000, at: entry, width: 8)
    bytes.store(0x0f00_00f0, at: entry + 8, width: 8)
    try write(bytes.bytes, to: path)
    let disk = try openDisk(path)
    let extents = Array(disk.extents(in: GuestOffset(0x20000)..<GuestOffset(0x30000)))
    #expect(extents.map(\.mapping) == [.damaged(.dataFileMismatch(HostOffset(0x40000)))])
    for part: UInt64 in [0, 4, 24, 31] {
      let guest = GuestOffset(0x20000 + part * 2048)
      #expect(throws: ImageError.self) { try disk.read(at: guest, count: 512) }
      #expect(try !QEMU.canRead(path, at: guest.rawValue, count: 512))
    }
    var generator = SplitMix64(seed: 3)
    expectClippedWalks(disk, count: 100, &generator)
  }
}
