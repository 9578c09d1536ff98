import Foundation
import QCOW2
import TestSupport
import Testing

@Suite("QEMU's locks")
struct LockTests {
  @Test func aWriterIsSeenAsLongAsItIsThere() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    try QEMU.create(path, size: "1M")
    let storage = try openStorage(path)
    #expect(storage.hasWriter() == false)
    let writer = try Session("qemu-io", ["-f", "qcow2", path])
    #expect(waits(for: true, storage))
    // An image that somebody writes to can be read.
    #expect(throws: Never.self) { try Image(storage).read(at: .zero, count: 512) }
    try writer.end()
    #expect(waits(for: false, storage))
  }

  @Test func readersAreNoWriters() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    try QEMU.create(path, size: "1M")
    let reader = try Session("qemu-io", ["-r", "-f", "qcow2", path])
    // Its prompt says that the image is open.
    try reader.waitForPrompt()
    #expect(try openStorage(path).hasWriter() == false)
    try reader.end()
  }

  /// We take no lock: QEMU opens an image for writing while we have it open.
  @Test func weAreInNobodysWay() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    try QEMU.create(path, size: "1M")
    let image = try Image(openStorage(path))
    try QEMU.io(path, ["write -P 7 0 64k"])
    #expect(image.geometry.virtualSize == 1 << 20)
  }

  private func waits(for expected: Bool, _ storage: FileStorage) -> Bool {
    for _ in 0..<500 {
      if storage.hasWriter() == expected { return true }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return false
  }
}
