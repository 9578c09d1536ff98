import QCOW2
import SystemPackage
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: LoopDevice.isPossible, "needs loop devices"))
struct BlockDeviceTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func asTheImage() throws {
    let file = directory.file("image")
    try QEMU.create(file, size: "4M")
    try QEMU.io(file, ["write -P 1 0 1M", "write -c -P 2 2M 1M"])
    // A device ends with a sector, a file need not.
    try truncate(file, to: 3 << 20)
    let whole = try QEMU.guestBytes(of: file)
    let device = try LoopDevice(file)
    let storage = try openStorage(device.path)
    #expect(try storage.byteCount() == 3 << 20)
    #expect(storage.allocatedByteCount() == nil && storage.version() == nil)
    #expect(storage.hasWriter() == false)
    try expectBytes(openDisk(device.path), whole)
    try expectMap(openDisk(device.path).image, QEMU.map(file))
  }

  @Test func asTheBackingFile() throws {
    let file = directory.file("base")
    let base = (0..<2 << 20).map { UInt8(truncatingIfNeeded: $0 / 512 + 1) }
    try write(base, to: file)
    let device = try LoopDevice(file)
    let path = directory.file("overlay")
    try QEMU.create(path, size: "3M", arguments: ["-b", device.path, "-F", "raw"])
    try QEMU.io(path, ["write -P 0xee 512k 100k"])
    let disk = try openDisk(path)
    try expectBytes(disk, QEMU.guestBytes(of: path))
    #expect(disk.findings == [] && disk.layers[1].virtualSize == 2 << 20)
    // Only who trusts the whole chain has devices opened.
    let gates = [FolderGate(folders: ["/dev"]), FolderGate(ownFolderOf: FilePath(path))]
    for gate in gates {
      let refused = try openDisk(path, gate: gate)
      #expect(refused.findings.map(\.code) == ["backing-file"])
      let message = refused.findings.first?.message ?? ""
      #expect(message.contains("--trust-chain allows it") && !message.contains("--allow-path"))
      #expect(throws: ImageError.self) { try refused.read(at: .zero, count: 1) }
    }
  }
}
