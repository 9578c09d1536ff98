import Foundation
import QCOW2
import TestSupport
import Testing

/// File systems and the like, made by their own programs and compared with what blkid says of them.
@Suite struct ContentsTests {
  /// A way to make contents in the file `$F`, and what they are.
  struct Recipe: CustomTestStringConvertible, Sendable {
    let kind: ContentsKind
    var size: UInt64 = 64 << 20
    let command: String
    /// The label, where it is given.
    var label: String?

    var testDescription: String { kind.rawValue + " " + command }
  }

  static let recipes: [Recipe] = [
    Recipe(kind: .ext2, command: "mke2fs -q -F -t ext2 -L zwei $F", label: "zwei"),
    Recipe(kind: .ext3, command: "mke2fs -q -F -t ext3 -b 1024 $F"),
    Recipe(kind: .ext4, command: "mke2fs -q -F -t ext4 -L vier-äöü $F 32M", label: "vier-äöü"),
    Recipe(kind: .ext4, command: "mke2fs -q -F -t ext4 -O ^has_journal,64bit $F"),
    Recipe(kind: .extJournal, command: "mke2fs -q -F -O journal_dev $F"),
    Recipe(kind: .xfs, size: 400 << 20, command: "mkfs.xfs -q -f -L daten $F", label: "daten"),
    Recipe(kind: .btrfs, size: 200 << 20, command: "mkfs.btrfs -q -f -L baum $F", label: "baum"),
    Recipe(kind: .f2fs, size: 100 << 20, command: "mkfs.f2fs -q -f -l blitz $F", label: "blitz"),
    Recipe(kind: .ntfs, command: "mkfs.ntfs -q -F -f -L Fenster $F", label: "Fenster"),
    Recipe(kind: .fat12, size: 2 << 20, command: "mkfs.fat -F 12 -n KLEIN $F", label: "KLEIN"),
    Recipe(kind: .fat16, command: "mkfs.fat -F 16 $F"),
    Recipe(kind: .fat32, command: "mkfs.fat -F 32 -n GROSS $F", label: "GROSS"),
    Recipe(kind: .exfat, command: "mkfs.exfat -L Karte $F", label: "Karte"),
    Recipe(kind: .swap, command: "mkswap -q -L tausch $F", label: "tausch"),
    Recipe(kind: .swap, command: "mkswap -q -p 16384 $F"),
    Recipe(
      kind: .luks1,
      command: "echo a | cryptsetup -q luksFormat --type luks1 --pbkdf-force-iterations 1000 $F -"),
    Recipe(
      kind: .luks2,
      command:
        "echo a | cryptsetup -q luksFormat --type luks2 --label tresor --pbkdf pbkdf2"
        + " --pbkdf-force-iterations 1000 $F -", label: "tresor"),
    Recipe(
      kind: .squashfs,
      command: "mkdir $F.d && mksquashfs $F.d $F.s -quiet -no-progress && cp $F.s $F"
    ),
    Recipe(
      kind: .iso9660, command: "mkdir $F.d && genisoimage -quiet -V SCHEIBE -o $F $F.d",
      label: "SCHEIBE"),
  ]

  private static func make(_ recipe: Recipe, in directory: TemporaryDirectory) throws -> String {
    let path = directory.file("volume")
    try write([], to: path)
    try truncate(path, to: recipe.size)
    let script = "PATH=$PATH:/sbin:/usr/sbin; F='\(path)'; { \(recipe.command); } >/dev/null"
    try succeed("sh", ["-c", script])
    return path
  }

  /// What blkid says, by its names.
  private static func blkid(_ path: String) throws -> [String: String] {
    let lines = try succeed("blkid", ["-p", "-o", "export", path])
      .split(separator: "\n")
    return lines.reduce(into: [:]) { values, line in
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 { values[parts[0]] = parts[1].replacing("\\", with: "") }
    }
  }

  @Test(arguments: recipes)
  func contentsAreThoseOfBlkid(recipe: Recipe) throws {
    let directory = try TemporaryDirectory()
    let path = try Self.make(recipe, in: directory)
    let values = try Self.blkid(path)
    let disk = try GuestDisk.over(path)
    let found = disk.contents().found
    #expect(found.map(\.kind) == [recipe.kind])
    let contents = try #require(found.first)
    // blkid writes other letters than those of ASCII in a way of its own.
    if recipe.label?.utf8.allSatisfy({ $0 < 0x80 }) != false {
      #expect(contents.label == values["LABEL"])
    }
    #expect(contents.uuid == values["UUID"])
    #expect(contents.label == recipe.label)
    if let size = values["FSSIZE"].flatMap(UInt64.init), recipe.kind != .xfs {
      #expect(contents.byteCount.map { $0 >= size } == true)
    }
    #expect(disk.contents().excess == nil)
    if ![.luks1, .luks2, .squashfs, .iso9660].contains(recipe.kind) {
      let size = try #require(contents.byteCount)
      let made: UInt64 = recipe.command.hasSuffix("32M") ? 32 << 20 : recipe.size
      #expect(size <= made && size > made - (2 << 20), "\(size) of \(made)")
    }
    #expect(disk.partitionTable().partitions == [])
  }

  /// One that was made larger than its partition: the copy is cut.
  @Test func contentsThatGoOnPastTheirPartitionAreSaid() throws {
    let directory = try TemporaryDirectory()
    let path = try Self.make(Self.recipes[2], in: directory)
    let bytes = Array(try contents(of: path)[..<(20 << 20)])
    let disk = try GuestDisk.of(bytes)
    #expect(disk.contents().excess == 12 << 20)
    let list = try #require(disk.volumes())
    #expect(list.findings.map(\.code) == ["contents-cut"])
    #expect(list.volumes.count == 1)
  }

  @Test func nothingIsRecognisedWhereNothingIs() throws {
    let blank = try GuestDisk.of([UInt8](repeating: 0, count: 1 << 20))
    #expect(blank.contents().isBlank)
    #expect(blank.contents().found == [])
    let unknown = try GuestDisk.of([UInt8](repeating: 0x41, count: 1 << 20))
    #expect(!unknown.contents().isBlank)
    #expect(unknown.contents().found == [])
  }
}
