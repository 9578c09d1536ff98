import Browser
import Foundation
import QCOW2
import SystemPackage
import TestSupport
import Testing

/// A disk of 64 MiB with a few words on it, which QEMU made of a raw file.
struct Needles {
  let directory: TemporaryDirectory
  let path: String
  let raw: String
  /// Where "Needle" is: in a cluster, across two, and behind a long hole.
  static let places: [UInt64] = [0x1000, 0xfffd, 20 << 20]
  static let length: UInt64 = 6

  init(_ extra: [(place: UInt64, bytes: [UInt8])] = [], name: String = "disk.qcow2") throws {
    directory = try TemporaryDirectory()
    (path, raw) = (directory.file(name), directory.file("disk.raw"))
    try write([], to: raw)
    try truncate(raw, to: 64 << 20)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: raw))
    for (place, bytes) in Self.places.map({ ($0, Array("Needle".utf8)) }) + extra {
      try file.seek(toOffset: place)
      try file.write(contentsOf: bytes)
    }
    try file.close()
    try QEMU.convert(raw, to: path, options: ["cluster_size=65536"])
  }

  func pilot(width: Int = 80, height: Int = 24, screen: Screen = .hex) throws -> Pilot {
    Pilot(disk: try Disk(FilePath(path)), width: width, height: height, screen: screen)
  }

  /// The places of some bytes in a file, by another search than ours.
  static func places(of bytes: [UInt8], in path: String) throws -> [UInt64] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    var (places, start): ([UInt64], Data.Index) = ([], data.startIndex)
    while let range = data.range(of: Data(bytes), in: start..<data.endIndex) {
      places.append(UInt64(range.lowerBound))
      start = range.upperBound
    }
    return places
  }
}

extension Pilot {
  /// Looks for something by the prompt.
  func find(_ text: String, by key: String = "/") throws {
    try press(key)
    type(text)
    try press("Enter")
  }
}
