import Foundation
import TestSupport
import Testing

/// `extents` lists runs, of what is damaged too.
@Suite struct ExtentsTests {
  private struct Row: Equatable {
    let start: Int
    let length: Int
    let kind: String
  }

  private func rows(_ path: String) throws -> [Row] {
    let result = try qcow2.run(["extents", "--output=json", path])
    let list = try #require(try json(result.output) as? [[String: Any]])
    return list.map {
      Row(
        start: $0["start"] as? Int ?? -1, length: $0["length"] as? Int ?? -1,
        kind: $0["kind"] as? String ?? "")
    }
  }

  /// Neighbours that are broken alike are one run, whatever each of them points at.
  @Test func likeDamageIsOneRun() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "4M")
    try QEMU.io(path, ["write -P 1 0 4M"])
    var bytes = try ImageBytes(contentsOf: path)
    for index in 8..<24 {
      bytes.store(
        0x8000_0000_0000_0200 + UInt64(index * 7) << 16, at: bytes.l2Entry(0, index), width: 8)
    }
    for index in 24..<40 {
      bytes.store(
        0x8000_0001_0000_0000 + UInt64(index * 5) << 16, at: bytes.l2Entry(0, index), width: 8)
    }
    try write(bytes.bytes, to: path)
    let cluster = 65536
    #expect(
      try rows(path) == [
        Row(start: 0, length: 8 * cluster, kind: "data"),
        Row(start: 8 * cluster, length: 16 * cluster, kind: "damaged"),
        Row(start: 24 * cluster, length: 16 * cluster, kind: "damaged"),
        Row(start: 40 * cluster, length: 24 * cluster, kind: "data"),
      ])
    let text = try qcow2.run(["extents", path])
    #expect(text.errors.hasSuffix(": 2 runs are damaged\n"))
    #expect(text.output.contains("not the start of a cluster, and so"))
    #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
