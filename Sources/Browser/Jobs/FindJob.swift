internal import QCOW2

/// Looks for the next or previous match of a term.
struct FindJob: Sendable {
  let quest: Quest
  let source: ByteSource

  init(_ quest: Quest, on disk: Disk) {
    self.quest = quest
    source = ByteSource(disk, quest.space)
  }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    do throws(ImageError) {
      post(.found(try result(cancellation, post)))
    } catch {
      post(.found(SearchResult(message: "\(error)")))
    }
  }

  private func result(
    _ cancellation: Cancellation, _ post: Jobs.Post
  ) throws(ImageError) -> SearchResult {
    let (disk, size) = try source.opened()
    let start = min(quest.start, size)
    let range = quest.isForward ? start..<size : 0..<start
    let bounds = GuestOffset(range.lowerBound)..<GuestOffset(range.upperBound)
    var (meter, total) = (JobMeter("find"), ReadTotal?.none)
    defer { total?.cancel() }
    let tell = { (progress: DiskSearch.Progress) in
      guard meter.isTime else { return }
      if total == nil { total = ReadTotal(disk, bounds) }
      post(.searching(meter.line(progress.read, of: total?.count)))
    }
    var match: SearchMatch?
    let found = { (next: SearchMatch) in
      match = next
      return false
    }
    let search = DiskSearch(for: quest.term, on: disk, cancellation)
    let outcome =
      quest.isForward
      ? search.forward(in: bounds, progress: tell, found: found)
      : search.backward(in: bounds, progress: tell, found: found)
    if let match { return result(match, outcome) }
    return cancellation.isCancelled ? stopped(outcome, size) : nothing(outcome, size)
  }

  private func result(_ match: SearchMatch, _ outcome: DiskSearch.Outcome) -> SearchResult {
    let range = match.range.lowerBound.rawValue..<match.range.upperBound.rawValue
    let again = quest.isAgain ? "from the \(quest.isForward ? "start" : "end") again, " : ""
    return SearchResult(
      hit: Selection(quest.space, range),
      message: "\(again)found at \(source.name(match.start))\(outcome.text)")
  }

  private func stopped(_ outcome: DiskSearch.Outcome, _ size: UInt64) -> SearchResult {
    let position = outcome.progress.position
    // A match may have begun before that place, and end behind it.
    let back = position.rawValue - min(position.rawValue, quest.term.reach)
    let start = quest.isForward ? max(quest.start, back) : min(quest.start, position.rawValue)
    return SearchResult(
      message: "stopped at \(source.name(position)), n goes on\(outcome.text)", wasStopped: true,
      next: quest.going(on: start, again: quest.isAgain))
  }

  private func nothing(_ outcome: DiskSearch.Outcome, _ size: UInt64) -> SearchResult {
    let whole = quest.space == .guest ? "on the whole disk" : "in the whole file"
    guard !quest.isAgain, quest.isForward ? quest.start > 0 : quest.start < size else {
      return SearchResult(message: "not found \(whole)\(outcome.text)")
    }
    let place = source.name(GuestOffset(quest.start))
    let part = quest.isForward ? "not found from \(place) on" : "not found before \(place)"
    let rest = "n goes on from the \(quest.isForward ? "start" : "end")"
    return SearchResult(
      message: "\(part), \(rest)\(outcome.text)",
      next: quest.going(on: quest.isForward ? 0 : size, again: true))
  }
}

extension Quest {
  fileprivate func going(on start: UInt64, again: Bool) -> Quest {
    Quest(term, in: space, forward: isForward, from: start, again: again)
  }
}

extension DiskSearch.Outcome {
  /// `, read 2 MiB, skipped 788 GiB of hole`, and what could not be searched.
  var text: String {
    var parts: [String] = []
    if progress.read > 0 { parts.append("read \(binarySize(progress.read))") }
    if progress.skipped > 0 { parts.append("skipped \(binarySize(progress.skipped)) of hole") }
    if let first = losses.first {
      let length = binarySize(first.range.upperBound - first.range.lowerBound)
      let more = losses.count > 1 ? " and \(losses.count - 1) more, & lists them" : ""
      parts.append("not searched \(first.range.lowerBound) + \(length)\(more): \(first.reason)")
    }
    return parts.map { ", \($0)" }.joined()
  }
}
