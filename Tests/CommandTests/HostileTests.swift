import Foundation
import TestSupport
import Testing

/// Every verb on files that are no images, or bad ones: it ends soon, by itself, and says why.
@Suite struct HostileTests {
  /// A file, by what is done to an image with a snapshot and a bitmap.
  struct BadFile: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let spoil: @Sendable (inout ImageBytes) -> Void

    init(_ name: String, _ spoil: @escaping @Sendable (inout ImageBytes) -> Void) {
      testDescription = name
      self.spoil = spoil
    }
  }

  static let files: [BadFile] = [
    BadFile("empty") { $0.bytes = [] },
    BadFile("the magic number alone") { $0.bytes = Array($0.bytes.prefix(4)) },
    BadFile("half a header") { $0.bytes = Array($0.bytes.prefix(60)) },
    BadFile("the header alone") { $0.bytes = Array($0.bytes.prefix(112)) },
    BadFile("a file of zeros") { $0.bytes = [UInt8](repeating: 0, count: 1 << 20) },
    BadFile("the header cluster alone") { $0.bytes = Array($0.bytes.prefix(65536)) },
    BadFile("half an image") { $0.bytes = Array($0.bytes.prefix($0.bytes.count / 2)) },
    BadFile("ones after the version") { bytes in
      bytes.store([UInt8](repeating: 0xff, count: 96), at: 8)
    },
    BadFile("the largest disk") { $0.store(UInt64(Int64.max), at: 24, width: 8) },
    BadFile("the largest L1 table") { $0.store(4_194_304, at: 36, width: 4) },
    BadFile("tables at the end of all numbers") { bytes in
      for place in [40, 48, 64] { bytes.store(0x7fff_ffff_ffff_0000, at: place, width: 8) }
    },
    BadFile("tables in the header") { bytes in
      for place in [40, 48, 64] { bytes.store(0, at: place, width: 8) }
    },
    BadFile("all snapshots there may be") { $0.store(65_536, at: 60, width: 4) },
    BadFile("an L1 table of ones") { bytes in
      bytes.store([UInt8](repeating: 0xff, count: 512), at: bytes.l1Entry(0))
    },
    BadFile("an L2 table of ones") { bytes in
      let table = bytes.l2Table(0)
      bytes.store([UInt8](repeating: 0xff, count: 65536), at: table)
    },
    BadFile("L2 tables that are their own data") { bytes in
      let table = UInt64(bytes.l2Table(0))
      for index in 0..<8192 {
        bytes.store(table | 1 << 63, at: Int(table) + index * 8, width: 8)
      }
    },
    BadFile("a snapshot table of ones") { bytes in
      bytes.store([UInt8](repeating: 0xff, count: 256), at: bytes.snapshotTable)
    },
    BadFile("a bitmap directory of ones") { bytes in
      bytes.store([UInt8](repeating: 0xff, count: 256), at: (bytes.bitmapDirectory ?? 0))
    },
  ]

  static let verbs = [
    ["info", "@"], ["header", "@"], ["map", "@", "--count", "1G"],
    ["extents", "@", "--count", "1G"], ["locate", "@", "0x10000"], ["snapshots", "@"],
    ["bitmaps", "@"], ["bitmaps", "show", "@", "changes"], ["chain", "@"], ["check", "@"],
    ["space", "--fragments", "--zeros", "@"], ["owner", "@", "0x50000"],
    ["read", "@", "--hex", "--count", "4k"], ["hash", "@", "--count", "4M"],
    ["find", "@", "--text", "nix", "--count", "4M"], ["compare", "@", "--snapshot-b", "before"],
    ["export", "@", "copy", "--snapshot", "before"],
  ]

  @Test(arguments: files)
  func everyVerbEndsByItself(file: BadFile) throws {
    let image = try MadeImage(
      try #require(Recipe.all.first { $0.testDescription == "snapshots and bitmaps" }))
    var bytes = try ImageBytes(contentsOf: image.path)
    file.spoil(&bytes)
    try write(bytes.bytes, to: image.path)
    // Text and JSON in turn: both of every verb are had over all files, in half the time.
    let turn = Self.files.firstIndex { $0.testDescription == file.testDescription } ?? 0
    for (index, verb) in Self.verbs.enumerated() {
      let isText = verb[0] == "read" || (index + turn).isMultiple(of: 2)
      let format = isText ? [] : ["--output=json"]
      let target = image.directory.file("copy")
      remove(target)
      let arguments = verb.map { $0 == "@" ? image.path : $0 == "copy" ? target : $0 } + format
      let result = try qcow2.run(arguments, seconds: 60)
      #expect((0...3).contains(result.status), "\(arguments): \(result.status)")
      let said = result.output + result.errors
      #expect(!said.isEmpty || result.status < 2, "\(arguments)")
      #expect(!said.contains("Fatal error"), "\(arguments)")
      let isJSON = !format.isEmpty && !result.output.isEmpty
      if isJSON, result.status != 1 { _ = try json(result.output) }
    }
  }
}
