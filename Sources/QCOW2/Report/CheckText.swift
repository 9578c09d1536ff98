/// The result of a check, for people.
package struct CheckText {
  private let report: CheckReport

  /// - Parameter report: What was found.
  package init(_ report: CheckReport) { self.report = report }

  /// The lines.
  ///
  /// - Parameters:
  ///   - name: What goes before the verdict.
  ///   - paint: Colours the verdict and the effects.
  /// - Returns: The lines.
  package func text(of name: String, _ paint: Paint = .none) -> String {
    var text = head(name, paint)
    for group in report.groups {
      let lines = wrapped(Self.text(group, of: report.groups, report.snapshots))
      let effect = group.problem.rule.effect
      text += "\n\(paint(effect.rawValue, effect.tone))\(lines.dropFirst(effect.rawValue.count))"
    }
    let clusters = report.clusters
    text += "\n\(clusters.allocated) of \(counted(clusters.total, "cluster")) allocated"
    if clusters.allocated > 0, clusters.total > 0 {
      text += " (\(Self.percent(clusters.allocated, of: clusters.total)))"
      text += ", \(clusters.fragmented) fragmented, \(clusters.compressed) compressed"
    }
    return text + "\nimage end \(report.imageEnd)\n"
  }

  private func head(_ name: String, _ paint: Paint) -> String {
    let isShort = name.count + 2 + verdict.count <= screenColumns
    let room = screenColumns - 2
    let lines = isShort ? [verdict] : pieces(of: verdict, first: room, rest: room)
    let start = isShort ? " " : "\n  "
    return "\(name):" + lines.map { start + paint($0, tone) }.joined() + "\n"
  }

  private var tone: Tone {
    let tally = report.tally
    if tally.corruptions + tally.unseen + tally.errors > 0 { return .bad }
    return tally.leaks > 0 || !report.isComplete || report.isLive ? .doubt : .good
  }

  /// One line that says it all.
  package var verdict: String {
    Self.verdict(report.tally, isComplete: report.isComplete)
      + (report.isLive ? "; \(Self.live)" : "")
  }

  /// What to think of numbers that were gathered while another program wrote.
  package static let live = "these are counts of a moving image: another program is writing to it"

  /// One line about the sums, also of a check that still runs.
  ///
  /// - Parameters:
  ///   - tally: The sums so far.
  ///   - isComplete: Whether everything was looked at.
  ///   - isRunning: Whether the rest is being looked at.
  /// - Returns: The line.
  package static func verdict(
    _ tally: CheckTally, isComplete: Bool, isRunning: Bool = false
  ) -> String {
    let found = found(tally)
    if isComplete { return found }
    return (isRunning ? "" : "stopped, not everything was looked at; ") + "so far: \(found)"
  }

  private static func found(_ tally: CheckTally) -> String {
    var parts: [String] = []
    if tally.corruptions > 0 { parts.append(counted(tally.corruptions, "corruption")) }
    if tally.unseen > 0 {
      parts.append(counted(tally.unseen, "corruption") + " that qemu-img check passes")
    }
    if tally.leaks > 0 { parts.append(counted(tally.leaks, "leaked cluster")) }
    if tally.errors > 0 { parts.append(counted(tally.errors, "check error")) }
    return parts.isEmpty ? "no errors" : parts.joined(separator: ", ")
  }

  /// A share that is never rounded to none or all.
  package static func percent(_ part: UInt64, of whole: UInt64) -> String {
    guard part > 0, whole > 0 else { return "0%" }
    guard part < whole else { return "100%" }
    let tenths = UInt64(Double(part) / Double(whole) * 1000)
    if tenths == 0 { return "<0.1%" }
    return "\(min(999, tenths) / 10).\(min(999, tenths) % 10)%"
  }

  /// A finding in a few lines.
  ///
  /// - Parameters:
  ///   - group: The finding.
  ///   - groups: All findings: one of them may speak against repairs.
  ///   - snapshots: The entries of the snapshot table.
  /// - Returns: The lines.
  package static func text(
    _ group: FindingGroup, of groups: [FindingGroup], _ snapshots: [SnapshotRecord]
  ) -> String {
    let rule = group.problem.rule
    var lines = ["\(rule.effect.rawValue): \(rule.title), \(counted(group.places, "place"))"]
    lines.append("  \(group.message)")
    lines.append("  \(rule.meaning)")
    if let touched = touched(group, snapshots) { lines.append("  touches \(touched)") }
    let isHarmful = rule.repair != .none && groups.contains { $0.problem == .repairUnsafe }
    if rule.effect != .note {
      let sentence =
        isHarmful ? "not with qemu-img check -r, which drops the snapshots" : rule.repair.sentence
      lines.append("  repair: \(sentence)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func touched(_ group: FindingGroup, _ snapshots: [SnapshotRecord]) -> String? {
    var parts: [String] = []
    if let holders = group.holders.text(snapshots) { parts.append(holders) }
    if let bitmap = group.bitmap { parts.append("bitmap \(bitmap)") }
    if let first = group.guest.ranges.first {
      let more = group.guest.ranges.count - 1
      let rest = group.guest.isCut ? " and many more" : more > 0 ? " and \(more) more" : ""
      parts.append(
        "guest \(first.lowerBound) + \(binarySize(first.upperBound - first.lowerBound))\(rest)")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
