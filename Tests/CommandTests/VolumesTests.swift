import Foundation
import TestSupport
import Testing

/// `volumes` lists partitions as sfdisk does and contents as their makers' programs do.
@Suite struct VolumesTests {
  private let directory: TemporaryDirectory
  private let image: String

  private static let disk = "3F1B3A5C-2D4E-4F60-8A9B-0C1D2E3F4A5B"
  private static let root = "11111111-2222-4333-8444-555555555555"

  private static let script = """
    label: gpt
    label-id: \(disk)
    start=2048, size=4096, type=U, name="EFI", uuid=AAAAAAAA-0000-4000-8000-000000000001
    start=8192, size=16384, type=L, name="root", uuid=AAAAAAAA-0000-4000-8000-000000000002
    start=24576, size=2048, type=S, uuid=AAAAAAAA-0000-4000-8000-000000000003

    """

  /// FAT, an ext4 that is larger than its partition, and nothing.
  init() throws {
    directory = try TemporaryDirectory()
    image = directory.file("disk.qcow2")
    let path = directory.file("raw")
    try write([], to: path)
    try truncate(path, to: 16 << 20)
    try write(Array(Self.script.utf8), to: directory.file("script"))
    let commands = """
      PATH=$PATH:/sbin:/usr/sbin; cd '\(directory.path)'
      sfdisk -q raw < script
      truncate -s 2M fat; mkfs.fat -i 12345678 -n ESP fat
      truncate -s 9M ext; mke2fs -q -F -t ext4 -U \(Self.root) -L system ext
      dd if=fat of=raw bs=512 seek=2048 conv=notrunc
      dd if=ext of=raw bs=512 seek=8192 count=16384 conv=notrunc
      """
    try succeed("sh", ["-c", commands])
    try QEMU.convert(path, to: image, options: ["cluster_size=64k"])
  }

  @Test func theTextFitsTheScreenAndTellsAll() throws {
    let result = try qcow2.run(
      ["volumes", Recipe.image], environment: ["--chdir=" + directory.path])
    #expect(result.succeeded && result.errors == "")
    let expected = """
      disk.qcow2: GPT, \(Self.disk), 3 partitions, sectors of
        512 B

      #     start   size  for         holds  label
      1  0x100000  2 MiB  EFI system  FAT12  ESP (EFI)
      2  0x400000  8 MiB  Linux       ext4   system (root)
      3  0xc00000  1 MiB  Linux swap  zeros

      #  partition UUID                        UUID of the contents
      1  AAAAAAAA-0000-4000-8000-000000000001  1234-5678
      2  AAAAAAAA-0000-4000-8000-000000000002  \(Self.root)
      3  AAAAAAAA-0000-4000-8000-000000000003  -

      warning: ext4 in p2 takes 1 MiB (1048576 bytes) more than there is room for

      """
    #expect(result.output == expected)
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func theJSONFitsItsSchema() throws {
    let schema = Schema(
      try #require(json(qcow2.run(["schema", "volumes"]).output) as? NSDictionary))
    let result = try qcow2.run(["volumes", "--output=json", image])
    let answer = try #require(json(result.output) as? NSDictionary)
    #expect(schema.problems(answer) == [])
    #expect(answer["identifier"] as? String == Self.disk)
    let rows = try #require(answer["volumes"] as? [NSDictionary])
    #expect(rows.map { $0["contents"] as? String } == ["fat12", "ext4", "zeros"])
    #expect(rows.map { $0["fits"] as? Bool } == [true, false, nil])
    #expect(rows.map { $0["contents-length"] as? Int } == [2 << 20, 9 << 20, nil])
    let findings = try #require(answer["findings"] as? [NSDictionary])
    #expect(findings.map { $0["code"] as? String } == ["contents-cut"])
  }

  @Test func whatCannotBeReadIsSaidAndTheStatusIsOne() throws {
    let top = directory.file("top.qcow2")
    try QEMU.create(top, size: "16M", arguments: ["-b", "disk.qcow2", "-F", "qcow2"])
    let whole = try qcow2.run(["volumes", "--output=json", top])
    #expect(whole.succeeded)
    let result = try qcow2.run(["volumes", "--no-backing", top])
    #expect(result.status == 1)
    let said = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(said.contains("whether there is a partition table cannot be read"))
    #expect(said.contains("comes from the backing file \"disk.qcow2\", which is not open"))
    #expect(!said.contains("no partition table"))
    let address = try qcow2.run(["locate", "--no-backing", top, "p1"])
    #expect(address.errors.contains("the partition table is not known: sector 0 cannot be read"))
  }
}
