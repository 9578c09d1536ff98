import QCOW2
import SystemPackage
import TestSupport
import Testing

/// A file that is cut short while it is open: what it lost is damage from then on, and no zeros.
@Suite struct ShrinkTests {
  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("image.qcow2")
    try QEMU.create(path, size: "64M")
    try QEMU.io(path, ["write -P 7 0 32M"])
  }

  private func cut(to size: Int64) throws {
    let file = try FileDescriptor.open(FilePath(path), .writeOnly)
    defer { try? file.close() }
    try file.resize(to: size)
  }

  @Test func dataThatIsGoneIsNotZero() throws {
    let image = try Image(openStorage(path))
    #expect(
      try image.read(at: GuestOffset(25 << 20), count: 512) == Array(repeating: 7, count: 512))
    try cut(to: 10 << 20)
    #expect(throws: ImageError.self) { try image.read(at: GuestOffset(25 << 20), count: 512) }
    #expect(try image.read(at: GuestOffset(1 << 20), count: 512) == Array(repeating: 7, count: 512))
    // From then on the walk knows it too.
    #expect(image.mapping(at: GuestOffset(25 << 20)).kind == .damaged)
    let lost = image.extents(in: image.guestRange).filter { $0.kind == .damaged }
    #expect(lost.reduce(0) { $0 + $1.length } > 20 << 20)
  }

  @Test func aTableThatIsGoneIsNotEmpty() throws {
    let image = try Image(openStorage(path))
    // The header, the refcount structures and the L1 table stay; the L2 table was never read.
    try cut(to: 0x30008)
    #expect(image.mapping(at: .zero).kind == .damaged)
    #expect(throws: ImageError.self) { try image.read(at: .zero, count: 512) }
  }
}
