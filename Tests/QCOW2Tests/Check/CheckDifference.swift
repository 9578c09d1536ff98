import QCOW2
import TestSupport

/// Where our check and `qemu-img check` disagree on an image.
struct CheckDifference: Hashable, CustomStringConvertible {
  let description: String

  /// Checks with both.
  ///
  /// - Returns: How they disagree; nil where they agree, or where QEMU gives no verdict.
  init?(_ path: String) throws {
    let expected = try CheckVerdict(qemuOn: path)
    let report: CheckReport
    do {
      report = try checked(path)
    } catch {
      guard let expected else { return nil }
      description = "QEMU: \(expected); ours: \(error)"
      return
    }
    guard let expected, CheckVerdict(report) != expected else { return nil }
    let groups = report.groups.map { "\($0.problem.rawValue) \($0.count): \($0.message)" }
    description = "QEMU: \(expected); ours: \(CheckVerdict(report)), \(groups)"
  }
}
