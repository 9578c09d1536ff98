import Foundation
import QCOW2
import SystemPackage
import TestSupport
import Testing

@Suite("Files as storage")
struct FileStorageTests {
  @Test func whatIsNotAFileIsRefusedAtOnce() throws {
    let directory = try TemporaryDirectory()
    let fifo = directory.file("fifo")
    try succeed("mkfifo", [fifo])
    #expect(throws: ImageError.notAFile(kind: "a directory")) { try openStorage(directory.path) }
    #expect(throws: ImageError.notAFile(kind: "a pipe")) { try openStorage(fifo) }
    #expect(throws: ImageError.notAFile(kind: "a character device")) {
      try openStorage("/dev/null")
    }
    #expect(throws: ImageError.system(.init(.open, .noSuchFileOrDirectory))) {
      try openStorage(directory.file("missing"))
    }
    #expect(throws: ImageError.system(.init(.open, .notDirectory))) {
      try openStorage("/dev/null/x")
    }
  }

  @Test(.enabled(if: getuid() != 0, "root may read everything"))
  func unreadableFilesAreErrors() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("secret")
    try write([1], to: path)
    try succeed("chmod", ["000", path])
    #expect(throws: ImageError.system(.init(.open, .permissionDenied))) { try openStorage(path) }
  }

  @Test func readsEndWithTheFile() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("file")
    try write(Array(0..<200), to: path)
    let file = try openStorage(path)
    let memory = MemoryStorage(Array(0..<200), name: path)
    #expect(try file.byteCount() == 200)
    #expect(file.name == path)
    for (offset, count) in [(0, 200), (0, 300), (199, 5), (200, 5), (1 << 40, 5), (Int.max, 5)] {
      let expected = offset < 200 ? Array(0..<200).dropFirst(offset).prefix(count) : []
      #expect(try read(file, offset, count) == expected.map(UInt8.init))
      #expect(try read(memory, offset, count) == expected.map(UInt8.init))
    }
  }

  private func read(_ storage: any Storage, _ offset: Int, _ count: Int) throws -> [UInt8] {
    var array = [UInt8](repeating: 0xee, count: count)
    var span = array.mutableSpan
    var raw = unsafe span.mutableBytes
    let filled = try storage.read(at: HostOffset(UInt64(offset)), into: &raw)
    return Array(array.prefix(filled))
  }

  @Test func aGrowingFileIsSeen() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("file")
    try write([1, 2, 3], to: path)
    let file = try openStorage(path)
    try truncate(path, to: 10_000_000)
    #expect(try file.byteCount() == 10_000_000)
    let allocated = try #require(file.allocatedByteCount())
    #expect(allocated < 10_000_000)
  }

  @Test func namesAreEscaped() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a\u{1b}[31m")
    try write([1], to: path)
    #expect(try openStorage(path).name == directory.file("a<1B>[31m"))
  }
}
