import QCOW2
import TestSupport

/// What `qemu-img check -r` makes of a problem in truth.
struct RepairOutcome {
  let repair: Problem.Repair

  /// Repairs copies of an image.
  ///
  /// - Parameters:
  ///   - problem: The problem.
  ///   - path: The image.
  ///   - directory: Where copies can be made.
  /// - Throws: `CommandFailure` where `qemu-img` is missing, `ImageError` where a copy cannot be checked.
  init(of problem: Problem, at path: String, in directory: TemporaryDirectory) throws {
    let copied = directory.file("repaired")
    func remains(after mode: String) throws -> (isThere: Bool, status: Int32, said: String) {
      remove(copied)
      try copy(path, to: copied)
      let result = try run("qemu-img", ["check", "-f", "qcow2", "-r", mode, copied])
      let groups = try checked(copied).groups
      return (
        groups.contains { $0.problem == problem }, result.status, result.output + result.errors
      )
    }
    if problem.rule.effect == .leak, try !remains(after: "leaks").isThere {
      repair = .leaks
      return
    }
    let all = try remains(after: "all")
    repair =
      if all.isThere {
        all.status == 0 ? .partly : .none
      } else {
        all.said.contains("Rebuilding refcount structure") ? .rebuild : .all
      }
  }
}
