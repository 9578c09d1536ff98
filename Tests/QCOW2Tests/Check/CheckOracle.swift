import Foundation
import QCOW2
import TestSupport

/// What `qemu-img check` says of an image, and the same of ours.
struct CheckVerdict: Hashable, CustomStringConvertible {
  var corruptions: UInt64 = 0
  var leaks: UInt64 = 0
  var errors: UInt64 = 0
  var imageEnd: UInt64 = 0
  var total: UInt64 = 0
  var allocated: UInt64 = 0
  var fragmented: UInt64 = 0
  var compressed: UInt64 = 0

  var description: String {
    "corruptions \(corruptions), leaks \(leaks), errors \(errors), end \(imageEnd), clusters "
      + "\(allocated)/\(total), fragmented \(fragmented), compressed \(compressed)"
  }

  init(_ report: CheckReport) {
    corruptions = report.tally.corruptions
    leaks = report.tally.leaks
    errors = report.tally.errors
    imageEnd = report.imageEnd.rawValue
    total = report.clusters.total
    allocated = report.clusters.allocated
    fragmented = report.clusters.fragmented
    compressed = report.clusters.compressed
  }

  /// Asks QEMU.
  ///
  /// - Returns: Its counts; nil where it gives none because it stopped on the way.
  init?(qemuOn path: String) throws {
    let result = try run(
      "qemu-img", ["check", "-f", "qcow2", "--output=json", path], seconds: 60)
    let parsed = try? JSONSerialization.jsonObject(with: Data(result.output.utf8))
    guard let object = parsed as? [String: Any] else { return nil }
    func number(_ key: String) -> UInt64 { (object[key] as? NSNumber)?.uint64Value ?? 0 }
    corruptions = number("corruptions")
    leaks = number("leaks")
    errors = number("check-errors")
    imageEnd = number("image-end-offset")
    total = number("total-clusters")
    allocated = number("allocated-clusters")
    fragmented = number("fragmented-clusters")
    compressed = number("compressed-clusters")
  }
}

/// Our check of a file.
func checked(_ path: String) throws -> CheckReport {
  try Check(openStorage(path)).run()
}
