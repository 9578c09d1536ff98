import Foundation
import QCOW2
import TestSupport

extension QEMU {
  private struct Entry: Decodable {
    let start: UInt64
    let length: UInt64
    let data: Bool
  }

  /// The dirty ranges of a bitmap as an NBD client sees them; QEMU shows them nowhere else.
  static func dirtyRanges(_ path: String, _ bitmap: String) throws -> [Range<UInt64>] {
    // The path of a socket must be short.
    let directory = try TemporaryDirectory()
    let socket = directory.file("s")
    // The server ends with its first client.
    try succeed(
      "qemu-nbd", ["-r", "-f", "qcow2", "-B", bitmap, "-k", socket, "--fork", path])
    let text = try succeed(
      "qemu-img",
      [
        "map", "--output=json", "--image-opts",
        "driver=nbd,server.type=unix,server.path=\(socket),"
          + "x-dirty-bitmap=qemu:dirty-bitmap:\(bitmap)",
      ])
    // What is dirty is shown as if it were not there.
    return merged(
      try JSONDecoder().decode([Entry].self, from: Data(text.utf8)).filter { !$0.data }
        .map { $0.start..<$0.start + $0.length })
  }

  static func merged(_ ranges: [Range<UInt64>]) -> [Range<UInt64>] {
    ranges.reduce(into: []) { merged, next in
      if let last = merged.last, last.upperBound == next.lowerBound {
        merged[merged.count - 1] = last.lowerBound..<next.upperBound
      } else {
        merged.append(next)
      }
    }
  }

  /// Changes the bitmaps of an image.
  static func bitmap(_ path: String, _ arguments: String...) throws {
    try succeed(
      "qemu-img", ["bitmap", "-f", "qcow2"] + arguments.dropLast() + [path, arguments.last ?? ""])
  }
}
