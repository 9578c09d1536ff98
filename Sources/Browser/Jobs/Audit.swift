package import QCOW2

/// What a check of the image's file told so far: whether it is sound, where its bytes go and how
/// scattered the disk lies.
package struct Audit: Sendable {
  /// How far the check is.
  package enum State: Equatable, Sendable {
    /// Nobody has asked for it.
    case unasked
    case running
    case done
    /// It was asked to stop; what was found up to then is kept.
    case stopped
    /// The image cannot be checked.
    case failed(String)
  }

  /// A part of the work.
  package struct Step: Equatable, Sendable {
    package var name: String
    package var done: UInt64
    package var total: UInt64
  }

  package internal(set) var state = State.unasked
  /// Whether the file was changed since, as far as that was seen.
  package internal(set) var isOld = false
  /// What is done now.
  package internal(set) var step: Step?
  /// The sums of the findings so far.
  package internal(set) var tally: CheckTally?
  /// The findings so far, the worst first.
  package private(set) var groups: [FindingGroup] = []
  /// The guest ranges of the active disk that corruption touches, rising and apart from each other.
  package private(set) var marks: [DamageMark] = []
  /// The whole result, once everything was looked at.
  package internal(set) var report: CheckReport?
  /// How scattered the disk lies, which is looked at last.
  package internal(set) var fragmentation: Fragmentation?
  /// The snapshots that findings refer to by number.
  package internal(set) var snapshots: [SnapshotRecord] = []

  /// Nothing is known yet.
  package init() {}

  /// Whether anything is wrong that can lose data.
  package var isCorrupt: Bool { tally.map { $0.corruptions + $0.unseen > 0 } ?? false }

  /// Whether it ended without a result and can be started again.
  var canStartAgain: Bool {
    switch state {
    case .stopped, .failed: true
    case .unasked, .running, .done: false
    }
  }

  /// How much of the step that runs is done, 0 to 99.
  var percent: Int {
    guard let step, step.total > 0 else { return 0 }
    return Int(min(99, UInt128(step.done) * 100 / UInt128(step.total)))
  }

  /// Takes the findings so far.
  mutating func take(_ groups: [FindingGroup], _ tally: CheckTally) {
    self.groups = groups
    self.tally = tally
    marks = DamageMark.marks(of: groups)
  }
}

/// A guest range that something corrupt touches.
package struct DamageMark: Hashable, Sendable {
  /// The range.
  package internal(set) var range: Range<GuestOffset>
  /// What is wrong there, or the first of several things.
  package let problem: Problem

  package init(_ range: Range<GuestOffset>, _ problem: Problem) {
    self.range = range
    self.problem = problem
  }

  /// What findings touch of the active disk.
  fileprivate static func marks(of groups: [FindingGroup]) -> [DamageMark] {
    let corrupt = groups.filter { [.corruption, .unseen].contains($0.problem.rule.effect) }
    let ofSnapshots = { (holders: Holders) in holders.includeSnapshots && !holders.includeActive }
    let all = corrupt.filter { !ofSnapshots($0.holders) }.flatMap { group in
      group.guest.ranges.map { DamageMark($0, group.problem) }
    }
    return all.sorted { $0.range.lowerBound < $1.range.lowerBound }.reduce(into: []) {
      let last = $0.count - 1
      if last >= 0, $0[last].range.upperBound > $1.range.lowerBound {
        let end = max($0[last].range.upperBound, $1.range.upperBound)
        $0[last].range = $0[last].range.lowerBound..<end
      } else {
        $0.append($1)
      }
    }
  }
}

extension [DamageMark] {
  /// The first mark that touches a range.
  func first(in range: Range<GuestOffset>) -> DamageMark? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      let isBelow = self[middle].range.upperBound <= range.lowerBound
      (low, high) = isBelow ? (middle + 1, high) : (low, middle)
    }
    guard low < count, self[low].range.lowerBound < range.upperBound else { return nil }
    return self[low]
  }
}
