internal import QCOW2
internal import Surface

/// The first line: what is open, how large it is, and what runs.
enum TitleView {
  static func draw(_ model: Model, in line: Rect, on surface: inout Surface) {
    surface.fill(line, style: Style(.title))
    let right = status(model)
    let columns = surface.columns(of: right)
    let roomForText = max(0, line.width - columns - 1)
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

  private static func status(_ model: Model) -> String {
    var parts: [String] = []
    if let trouble = model.fileTrouble { parts.append(trouble.text) }
    if model.hasWriter == true {
      parts.append(model.follow == nil ? "LIVE: being written" : "LIVE")
    }
    if let follow = model.follow {
      parts.append("FOLLOW \(follow.readings)" + (follow.isTorn ? " torn" : ""))
    }
    let findings = model.facts.findingCount
    if findings > 0 { parts.append("! \(findings) finding\(findings == 1 ? "" : "s")") }
    let damaged = model.surveyed[.damaged]
    if !model.hasUsableHeader {
      parts.append("structures only")
    } else if damaged > 0 {
      parts.append("! \(grouped(damaged)) damaged")
    }
    parts.append("RO")
    let progress = model.progress
    if progress.isFinished {
      parts.append("scan done")
    } else if progress.wasStopped {
      parts.append("scan stopped \(progress.percent)% ^R")
    } else {
      parts.append("scan \(progress.percent)% ^C")
    }
    if model.shell.running.contains(.compare) {
      parts.append("compare \(model.comparison?.grid.percent ?? 0)% ^C")
    }
    if model.audit.state == .running { parts.append("check \(model.audit.percent)% ^C") }
    return parts.joined(separator: "  ")
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
