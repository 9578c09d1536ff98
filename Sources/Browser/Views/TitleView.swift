internal import QCOW2
internal import Surface

/// The first line: what is open, how large it is, and what runs.
enum TitleView {
  static func draw(_ model: Model, in line: Rect, on surface: inout Surface) {
    surface.fill(line, style: Style(.title))
    let nameColumns = surface.columns(of: model.facts.name)
    let right = status(model, line.width - 1 - min(nameColumns, max(8, line.width / 2)))
    let columns = surface.columns(of: right)
    let roomForText = max(0, line.width - (columns == 0 ? 0 : columns + 1))
    var name = [Span(model.facts.name, Style(.title, .bold))]
    if let choice = model.choice { name.append(Span(" \(choice)", Style(.warning))) }
    var used = surface.put(name, x: line.x, y: line.y, width: roomForText)
    for part in model.fileTrouble == nil ? model.facts.summary : [] {
      guard used + 2 + part.count <= roomForText else { break }
      used += surface.put("  " + part, x: line.x + used, y: line.y, style: Style(.title))
    }
    let isLoud =
      model.hasWriter == true || model.fileTrouble != nil || model.follow?.isTorn == true
      || model.facts.worst >= .warning
      || model.surveyed[.damaged] > 0
    surface.put(
      right, x: line.maxX - columns, y: line.y, style: Style(isLoud ? .warning : .title),
      width: columns)
  }

  /// What is said at the right, and how soon it goes where the name needs the room.
  private struct Part {
    /// The least goes last.
    enum Rank: Int {
      case wrong, live, running, rights, done
    }

    let rank: Rank
    let text: String
  }

  /// What runs and what is wrong, as far as there is room beside the name.
  private static func status(_ model: Model, _ room: Int) -> String {
    var parts = parts(model)
    let line = { (parts: [Part]) in parts.map(\.text).joined(separator: "  ") }
    while line(parts).count > room, let last = parts.map(\.rank.rawValue).max() {
      parts.removeAll { $0.rank.rawValue == last }
    }
    return line(parts)
  }

  private static func parts(_ model: Model) -> [Part] {
    var parts: [Part] = []
    func add(_ rank: Part.Rank, _ text: String) { parts.append(Part(rank: rank, text: text)) }
    if let trouble = model.fileTrouble { add(.wrong, trouble.text) }
    if model.hasWriter == true {
      add(.live, model.follow == nil ? "LIVE: being written" : "LIVE")
    }
    if let follow = model.follow {
      add(.live, "FOLLOW \(follow.readings)" + (follow.isTorn ? " torn" : ""))
    }
    let findings = model.facts.findingCount
    if findings > 0 { add(.wrong, "! " + counted(UInt64(findings), "finding", "findings")) }
    let damaged = model.surveyed[.damaged]
    if !model.hasUsableHeader {
      add(.wrong, "structures only")
    } else if damaged > 0 {
      add(.wrong, "! \(grouped(damaged)) damaged")
    }
    add(.rights, "RO")
    let progress = model.progress
    if progress.isFinished {
      add(.done, "scan done")
    } else if progress.wasStopped {
      add(.running, "scan stopped \(progress.percent)% ^R")
    } else {
      add(.running, "scan \(progress.percent)% ^C")
    }
    if model.shell.running.contains(.compare) {
      add(.running, "compare \(model.comparison?.grid.percent ?? 0)% ^C")
    }
    if model.audit.state == .running { add(.running, "check \(model.audit.percent)% ^C") }
    return parts
  }
}

/// The second line: the views by digit.
enum TabsView {
  static func draw(_ model: Model, in line: Rect, on surface: inout Surface) {
    var x = line.x
    let tabs = Tabs(model, width: line.width)
    for label in tabs.labels {
      let isActive = label.screen == model.screen
      let style = Style(isActive ? .activeTab : label.isLoud ? .error : .tab)
      x += surface.put(label.text, x: x, y: line.y, style: style, width: line.maxX - x)
    }
    surface.put(tabs.note, x: x, y: line.y, style: Style(.muted), width: line.maxX - x)
  }
}
