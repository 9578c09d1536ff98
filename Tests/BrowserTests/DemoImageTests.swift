import Browser
import Foundation
import QCOW2
import TestSupport
import Testing

/// The image of `--demo`, judged by the programs that know.
@Suite struct DemoImageTests {
  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("demo.qcow2")
    try write(Demo.storage.bytes, to: path)
  }

  private struct Information: Decodable {
    struct Specific: Decodable {
      struct Values: Decodable {
        struct Bitmap: Decodable {
          let name: String
          let granularity: Int
        }
        let lazyRefcounts: Bool
        let bitmaps: [Bitmap]
      }
      let data: Values
    }
    struct Snapshot: Decodable {
      let name: String
    }
    let virtualSize: Int
    let clusterSize: Int
    let snapshots: [Snapshot]
    let formatSpecific: Specific
  }

  @Test func isCleanForQEMU() throws {
    let check = try run("qemu-img", ["check", "-f", "qcow2", path])
    #expect(check.status == 0, "\(check.output)\(check.errors)")
  }

  @Test func hasWhatItPromises() throws {
    let text = try succeed("qemu-img", ["info", "--output=json", path])
    // `_` and not `-` is what the decoder's strategy knows.
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let keys = text.replacing(/"([a-z-]+)":/) { "\"\($0.1.replacing("-", with: "_"))\":" }
    let information = try decoder.decode(Information.self, from: Data(keys.utf8))
    #expect(information.virtualSize == 1 << 30)
    #expect(information.clusterSize == 65_536)
    #expect(information.snapshots.map(\.name) == ["before-upgrade"])
    #expect(information.formatSpecific.data.lazyRefcounts)
    #expect(information.formatSpecific.data.bitmaps.map(\.name) == ["backup-monday"])
    #expect(information.formatSpecific.data.bitmaps.map(\.granularity) == [65_536])
  }

  @Test func hasASoundPartitionTable() throws {
    let raw = directory.file("raw")
    try succeed("qemu-img", ["convert", "-f", "qcow2", "-O", "raw", path, raw])
    let verdict = try succeed("sgdisk", ["-v", raw])
    #expect(verdict.contains("No problems found"), "\(verdict)")
    let listing = try succeed("sgdisk", ["-p", raw])
    for name in ["root", "var"] { #expect(listing.contains(name)) }
    let known = try succeed("blkid", ["-p", "-O", "1048576", "-o", "export", raw])
    for value in ["TYPE=ext4", "LABEL=root"] { #expect(known.contains(value)) }
    let contents = try #require(Demo.image().alone.volumes()).volumes.map(\.contents)
    #expect(contents.map { $0.first?.label } == ["root", nil])
    #expect(contents.map { $0.first?.byteCount } == [255 << 20, nil])
    let partitions = try Demo.image().alone.partitionTable().partitions
    #expect(partitions.map(\.number) == [1, 2])
    // 2,048 and 524,288 sectors of 512 bytes.
    #expect(partitions.map(\.range.lowerBound.rawValue) == [1_048_576, 268_435_456])
  }

  @Test func readsAsQEMUReadsIt() throws {
    let raw = try QEMU.guestBytes(of: path)
    let image = try Demo.image()
    #expect(image.geometry.virtualSize == UInt64(raw.count))
    let step = 4 << 20
    for start in stride(from: 0, to: raw.count, by: step) {
      let bytes = try image.read(at: GuestOffset(UInt64(start)), count: step)
      #expect(firstDifference(bytes, from: raw, at: start) == nil, "in the 4 MiB at \(start)")
    }
  }

  @Test func isTheSameEveryTime() {
    #expect(DemoImage.storage().bytes == Demo.storage.bytes)
  }
}
