import QCOW2
import TestSupport
import Testing

// One after the other: images with a data file share it, and repairs lock it.
@Suite("Every corruption by recipe", .serialized)
struct RecipeTests {
  @Test(arguments: CheckRecipe.all)
  func isFoundAndCounted(_ recipe: CheckRecipe) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("spoilt")
    try recipe.make(at: path)
    let report = try checked(path)
    try expect(recipe, in: report)
    let qemu = try CheckVerdict(qemuOn: path)
    if recipe.qemu == .counts {
      #expect(CheckVerdict(report) == qemu)
    } else {
      #expect(qemu == nil)
    }
    let outcome = try RepairOutcome(of: recipe.problem, at: path, in: directory)
    #expect(outcome.repair == recipe.problem.rule.repair)
  }

  @Test("What qemu-img check does not see", arguments: CheckRecipe.unseen)
  func isUnseen(_ recipe: CheckRecipe) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("spoilt")
    try recipe.make(at: path)
    let report = try checked(path)
    try expect(recipe, in: report)
    let others = report.groups.filter { $0.problem.rule.effect == .corruption }
    #expect(others.isEmpty, "\(others.map(\.message))")
    let result = try run("qemu-img", ["check", "-f", "qcow2", path])
    switch recipe.qemu {
    case .counts, .passes: #expect(result.status == 0, "\(result.output)\(result.errors)")
    case .stops: #expect(result.status == 1, "\(result.output)\(result.errors)")
    }
  }

  /// One group of the recipe's problem, and what it touches.
  private func expect(_ recipe: CheckRecipe, in report: CheckReport) throws {
    let said = report.groups.map { "\($0.problem.rawValue) x\($0.places): \($0.message)" }
    let groups = report.groups.filter { $0.problem == recipe.problem }
    #expect(groups.count == 1, "\(said)")
    let group = try #require(groups.first)
    #expect(group.places == recipe.places, "\(said)")
    let ranges = group.guest.ranges.map { $0.lowerBound.rawValue..<$0.upperBound.rawValue }
    #expect(ranges == recipe.guest)
    #expect(CheckRecipe.Disks(group.holders) == recipe.disks)
    #expect(group.bitmap == recipe.bitmap)
    #expect(!group.message.isEmpty)
  }

  /// A problem that no recipe makes is one that nobody has seen.
  @Test func everyProblemHasARecipe() {
    let known = Set((CheckRecipe.all + CheckRecipe.unseen).map(\.problem))
    // These have tests of their own, or need a data file together with snapshots.
    let elsewhere: Set<Problem> = [
      .refcountUnreadable, .tableUnreadable, .repairUnsafe, .snapshotsWithDataFile,
    ]
    #expect(Set(Problem.allCases) == known.union(elsewhere))
  }
}
