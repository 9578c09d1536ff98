internal import QCOW2
internal import Surface

/// What a check found, like findings together, with all that is known of the chosen group.
enum CheckView {
  static func table(_ model: Model, _ glyphs: Glyphs) -> TableView {
    let audit = model.audit
    let groups = audit.groups
    let chosen = model.chosenFinding
    return TableView(
      title: "Check \(glyphs.middleDot) \(AuditText.state(audit))"
        + (model.hasWriter == true ? ", and it is being written" : ""),
      columns: columns(groups, audit.snapshots),
      count: groups.count, row: { row(groups[$0], audit.snapshots) },
      about: chosen?.problem.rule.title ?? "",
      details: chosen.map { details($0, of: groups, audit.snapshots) } ?? [], empty: empty(audit))
  }

  private static func columns(
    _ groups: [FindingGroup], _ snapshots: [SnapshotRecord]
  ) -> [TableView.Column] {
    [
      .init(heading: "effect", width: 12) { .text(groups[$0].problem.rule.effect.rawValue) },
      .init(heading: "finding", width: nil) { .text(groups[$0].problem.rule.title) },
      .init(heading: "places", width: 10) { .number(groups[$0].places) },
      .init(heading: "guest", width: 11, from: 60) { .number(groups[$0].guest.byteCount) },
      .init(heading: "whose", width: 30, from: 100) {
        .text(groups[$0].holders.text(snapshots) ?? "")
      },
    ]
  }

  private static func row(
    _ group: FindingGroup, _ snapshots: [SnapshotRecord]
  ) -> TableView.Row {
    let rule = group.problem.rule
    let role: Role =
      switch rule.effect {
      case .corruption, .unseen: .error
      case .leak, .error: .warning
      case .note: .value
      }
    let bytes = group.guest.byteCount
    return TableView.Row(
      cells: [
        rule.effect.rawValue, rule.title, grouped(group.places), bytes > 0 ? binarySize(bytes) : "",
        group.holders.text(snapshots) ?? "",
      ], role: role)
  }

  private static func details(
    _ group: FindingGroup, of groups: [FindingGroup], _ snapshots: [SnapshotRecord]
  ) -> [TableView.Detail] {
    CheckText.text(group, of: groups, snapshots).split(separator: "\n").dropFirst().map {
      TableView.Detail(label: "", text: String($0).trimmingSpaces)
    }
  }

  private static func empty(_ audit: Audit) -> String {
    switch audit.state {
    case .unasked, .running: return audit.report == nil ? "nothing found so far" : "no errors"
    case .done: return "no errors"
    case .stopped: return "nothing found before it was stopped"
    case .failed(let reason): return reason
    }
  }

  /// The verdict or, where the list has no room for details, those of the chosen group.
  static func detail(_ model: Model) -> (String, Role) {
    let area = model.layout.content(of: .check)
    let box = area.flatMap { ListLayout($0, hasDetails: true).details }
    if box == nil, let group = model.chosenFinding {
      return (group.message, .plain)
    }
    return AuditText.verdict(model)
  }
}

/// What is said of a check as a whole.
enum AuditText {
  /// How far it is, for a title.
  static func state(_ audit: Audit) -> String {
    switch audit.state {
    case .unasked: return "not started"
    case .running: return audit.step.map(progress) ?? "begins"
    case .done: return audit.isOld ? "before the last change, R checks again" : "done"
    case .stopped: return "stopped, ^R starts it again"
    case .failed: return "failed, ^R starts it again"
    }
  }

  private static func progress(_ step: Audit.Step) -> String {
    guard step.total > 0 else { return step.name }
    return "\(step.name) \(grouped(step.done)) of \(grouped(step.total)), ^C stops"
  }

  /// What was found, in one line.
  static func verdict(_ model: Model) -> (String, Role) {
    let audit = model.audit
    if case .failed(let reason) = audit.state { return (reason, .error) }
    guard let tally = audit.tally else { return (state(audit), .muted) }
    let text = CheckText.verdict(
      tally, isComplete: audit.report != nil, isRunning: audit.state == .running)
    let role: Role = audit.isCorrupt ? .error : tally.leaks + tally.errors > 0 ? .warning : .info
    guard role == .info, let clusters = audit.report?.clusters, clusters.allocated > 0 else {
      return (text, role)
    }
    return (
      "\(text), \(grouped(clusters.allocated)) of "
        + "\(counted(clusters.total, "cluster", "clusters")) allocated, "
        + "\(grouped(clusters.fragmented)) fragmented, \(grouped(clusters.compressed)) compressed",
      role
    )
  }
}

extension Model {
  /// The finding that is chosen in their list.
  var chosenFinding: FindingGroup? {
    chosenRow(of: .check).map { audit.groups[$0] }
  }
}
