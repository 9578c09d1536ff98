import QCOW2
import TestSupport
import Testing

/// One way of storing the real disk.
struct DiskVariant: CustomTestStringConvertible, Sendable {
  let clusterSize: Int
  let version: Int
  /// nil, `zlib` or `zstd`.
  let codec: String?
  var hasExtendedL2 = false

  var testDescription: String {
    "v\(version), \(clusterSize), \(codec ?? "plain")" + (hasExtendedL2 ? ", extended L2" : "")
  }

  var options: [String] {
    ["cluster_size=\(clusterSize)", "compat=\(version == 2 ? "0.10" : "1.1")"]
      + (codec == "zstd" ? ["compression_type=zstd"] : [])
      + (hasExtendedL2 ? ["extended_l2=on"] : [])
  }

  static let all: [DiskVariant] =
    [512, 4096, 65_536, 2 << 20].flatMap { size in
      [
        DiskVariant(clusterSize: size, version: 2, codec: nil),
        DiskVariant(clusterSize: size, version: 2, codec: "zlib"),
        DiskVariant(clusterSize: size, version: 3, codec: nil),
        DiskVariant(clusterSize: size, version: 3, codec: "zlib"),
        DiskVariant(clusterSize: size, version: 3, codec: "zstd"),
      ]
    }
    + [16_384, 65_536, 2 << 20].flatMap { size in
      [nil, "zlib", "zstd"].map {
        DiskVariant(clusterSize: size, version: 3, codec: $0, hasExtendedL2: true)
      }
    }
}

@Suite("A real disk, stored in every way")
struct RealDiskTests {
  @Test(arguments: DiskVariant.all)
  func readsAndMapsAsQEMUDoes(_ variant: DiskVariant) throws {
    let disk = try RealDisk.shared()
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.convert(
      disk.path, to: path, options: variant.options, compressed: variant.codec != nil)
    try expectAgreement(
      path, with: disk.bytes, randomReads: 10_000, seed: UInt64(variant.clusterSize))
  }

  @Test func theDiskIsWhatItClaims() throws {
    let disk = try RealDisk.shared()
    #expect(disk.bytes.count == RealDisk.size)
    #expect(Array(disk.bytes[512..<520]) == Array("EFI PART".utf8))
    let fat = RealDisk.fat.lowerBound
    #expect(Array(disk.bytes[fat + 510..<fat + 512]) == [0x55, 0xaa])
    let ext4 = RealDisk.ext4.lowerBound
    #expect(Array(disk.bytes[ext4 + 1080..<ext4 + 1082]) == [0x53, 0xef])
  }
}
