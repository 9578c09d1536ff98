import Foundation
import QCOW2
import TestSupport

/// A snapshot as `qemu-img info --output=json` tells it.
struct SnapshotInfo: Decodable, Hashable {
  let id: String
  let name: String
  let dateSeconds: UInt64
  let dateNanoseconds: UInt64
  let clockSeconds: UInt64
  let clockNanoseconds: UInt64
  let stateSize: UInt64
  let instructionCount: UInt64?

  private enum CodingKeys: String, CodingKey {
    case id, name
    case dateSeconds = "date-sec"
    case dateNanoseconds = "date-nsec"
    case clockSeconds = "vm-clock-sec"
    case clockNanoseconds = "vm-clock-nsec"
    case stateSize = "vm-state-size"
    case instructionCount = "icount"
  }

  private struct Info: Decodable {
    let snapshots: [SnapshotInfo]?
  }

  /// The snapshots of an image by QEMU.
  static func all(_ path: String) throws -> [SnapshotInfo] {
    let text = try succeed("qemu-img", ["info", "-U", "--output=json", path])
    return try JSONDecoder().decode(Info.self, from: Data(text.utf8)).snapshots ?? []
  }

  /// What our library says of one, in the same terms.
  init(_ record: SnapshotRecord) {
    let clock = record[.snapshotVMClock] ?? 0
    id = String(decoding: record.id.array, as: UTF8.self)
    name = String(decoding: record.name.array, as: UTF8.self)
    dateSeconds = record[.snapshotDate] ?? 0
    dateNanoseconds = record[.snapshotDateNanoseconds] ?? 0
    clockSeconds = clock / 1_000_000_000
    clockNanoseconds = clock % 1_000_000_000
    stateSize = record.vmStateSize
    instructionCount = record.instructionCount
  }
}

extension QEMU {
  /// The guest bytes of a snapshot; QEMU gives it the size that the disk has now.
  static func guestBytes(of path: String, snapshot: String) throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    let raw = directory.file("raw")
    try succeed(
      "qemu-img",
      ["convert", "-q", "-f", "qcow2", "-l", "snapshot.id=\(snapshot)", "-O", "raw", path, raw])
    return try contents(of: raw)
  }

  /// Takes a snapshot.
  static func snapshot(_ path: String, _ name: String) throws {
    try succeed("qemu-img", ["snapshot", "-c", name, path])
  }
}
