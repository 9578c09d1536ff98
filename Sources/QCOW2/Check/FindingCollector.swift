internal import Synchronization

/// What a check found so far, grouped by cause and table; shared by its threads.
final class FindingCollector: Sendable {
  private struct Key: Hashable {
    let problem: Problem
    let table: HostOffset?
  }

  private struct State {
    var groups: [Key: FindingGroup] = [:]
    var tally = CheckTally()
  }

  /// How many groups are kept apart; further tables share a group for each kind.
  static let mostGroups = 4096

  private let state = Mutex(State())
  private let guestEnd: GuestOffset

  /// - Parameter guestEnd: The end of the largest disk: tables may map more than there is.
  init(guestEnd: GuestOffset = GuestOffset(.max)) { self.guestEnd = guestEnd }

  /// The groups so far: the worst first, in the order of the file, and always in the same.
  var groups: [FindingGroup] {
    state.withLock { Array($0.groups.values) }.sorted {
      ($0.problem.rank, $0.first.offset, $0.first.index ?? -1, $0.problem.rawValue)
        < ($1.problem.rank, $1.first.offset, $1.first.index ?? -1, $1.problem.rawValue)
    }
  }

  /// The sums so far.
  var tally: CheckTally { state.withLock { $0.tally } }

  /// Takes in a finding.
  ///
  /// - Parameters:
  ///   - problem: What is wrong.
  ///   - table: The table it is in.
  ///   - place: The first entry at fault.
  ///   - places: The entries at fault.
  ///   - weight: How often QEMU counts each.
  ///   - touched: The guest and host ranges that it touches, and who has them.
  ///   - message: The sentence, asked for where the finding begins a group.
  func report(
    _ problem: Problem, table: HostOffset? = nil, at place: Place, places: UInt64 = 1,
    weight: UInt64 = 1, _ touched: Touched = Touched(), _ message: () -> String
  ) {
    state.withLock { state in
      let count = places.multipliedClamped(by: weight)
      state.tally.add(problem.rule.effect, count)
      var key = Key(problem: problem, table: table)
      if state.groups[key] == nil, state.groups.count >= Self.mostGroups {
        key = Key(problem: problem, table: nil)
      }
      if state.groups[key] == nil {
        state.groups[key] = FindingGroup(
          problem: problem, table: key.table, places: 0, count: 0, first: place,
          message: message(), guest: GuestRanges(), host: nil, holders: .none,
          bitmap: touched.bitmap)
      }
      state.groups[key]?.take(places, count, touched.clipped(to: guestEnd))
    }
  }

  /// Adds the guest ranges of clusters that were found to be at fault before it was known whose they
  /// are.
  func addGuest(_ touched: Touched, toGroupOf problem: Problem, table: HostOffset?) {
    state.withLock { state in
      let key = Key(problem: problem, table: table)
      let fallback = Key(problem: problem, table: nil)
      state.groups[state.groups[key] == nil ? fallback : key]?.take(
        0, 0, touched.clipped(to: guestEnd))
    }
  }
}

/// What a finding touches.
struct Touched {
  var guest: Range<GuestOffset>?
  var host: Range<HostOffset>?
  var holders = Holders.none
  var bitmap: Int?

  /// The same without what lies past the end of every disk.
  fileprivate func clipped(to end: GuestOffset) -> Touched {
    var clipped = self
    let range = guest?.clamped(to: .zero..<end)
    clipped.guest = range?.isEmpty == true ? nil : range
    return clipped
  }
}

/// How many of each, as `qemu-img check` counts them.
public struct CheckTally: Hashable, Sendable {
  /// Broken entries and reference counts that are too low.
  public internal(set) var corruptions: UInt64 = 0
  /// Reference counts that are too high.
  public internal(set) var leaks: UInt64 = 0
  /// Parts that could not be looked at.
  public internal(set) var errors: UInt64 = 0
  /// What is wrong although `qemu-img check` does not count it.
  public internal(set) var unseen: UInt64 = 0

  fileprivate mutating func add(_ effect: Problem.Effect, _ count: UInt64) {
    switch effect {
    case .corruption: corruptions = corruptions.addedClamped(to: count)
    case .unseen: unseen = unseen.addedClamped(to: count)
    case .leak: leaks = leaks.addedClamped(to: count)
    case .error: errors = errors.addedClamped(to: count)
    case .note: break
    }
  }
}

extension FindingGroup {
  fileprivate mutating func take(_ places: UInt64, _ count: UInt64, _ touched: Touched) {
    self.places = self.places.addedClamped(to: places)
    self.count = self.count.addedClamped(to: count)
    if let range = touched.guest { guest.add(range) }
    if let range = touched.host {
      host =
        host.map {
          min($0.lowerBound, range.lowerBound)..<max($0.upperBound, range.upperBound)
        } ?? range
    }
    holders = holders.joined(with: touched.holders)
    bitmap = bitmap ?? touched.bitmap
  }
}

extension Problem {
  /// The order in which people want to see them.
  var rank: Int {
    switch rule.effect {
    case .corruption: 0
    case .unseen: 1
    case .error: 2
    case .leak: 3
    case .note: 4
    }
  }
}

extension UInt64 {
  func addedClamped(to other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  func multipliedClamped(by other: UInt64) -> UInt64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
