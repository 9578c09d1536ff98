internal import QCOW2
internal import Surface

/// The partitions of the guest, what lies in each, and the room that belongs to none.
enum VolumesView {
  static func table(_ model: Model, _ glyphs: Glyphs) -> TableView {
    let rows = model.volumes?.rows ?? []
    let chosen = model.chosenRow(of: .volumes).map { rows[$0] }
    return TableView(
      title: title(model, glyphs), columns: columns(rows, model), count: rows.count,
      row: { row(rows[$0], model) }, about: chosen.map { name($0) } ?? "",
      details: chosen.map { details($0, model) } ?? [],
      empty: model.volumes == nil ? "reading the partition table" : "the disk is empty")
  }

  private static func title(_ model: Model, _ glyphs: Glyphs) -> String {
    guard let list = model.volumes?.list else { return "Volumes" }
    let table = list.table
    let scheme =
      switch table.scheme {
      case .none: "no partition table"
      case .mbr: "MBR"
      case .gpt: "GPT"
      case .hybrid: "GPT and MBR"
      case .protective: "MBR of a GPT that cannot be found"
      case .unknown: "the partition table cannot be read"
      }
    let backup = table.isFromBackup ? " from its backup" : ""
    let findings = list.findings
    let bad = findings.first.map { first in
      " \(glyphs.middleDot) ! \(first.message)"
        + (findings.count > 1 ? " (+\(findings.count - 1))" : "")
    }
    return "Volumes \(glyphs.middleDot) \(scheme)\(backup)\(bad ?? "")"
  }

  private static func columns(
    _ rows: [VolumeRows.Row], _ model: Model
  ) -> [TableView.Column] {
    [
      .init(heading: "", width: 5),
      .init(heading: "contents", width: 13) { .text(contents(rows[$0])) },
      .init(heading: "label or name", width: 20, from: 56) { .text(label(rows[$0])) },
      .init(heading: "start", width: 15, from: 70, isRightAligned: true) {
        .number(rows[$0].range.lowerBound.rawValue)
      },
      .init(heading: "size", width: 11, isRightAligned: true) { .number(length(rows[$0])) },
      .init(heading: "taken", width: 8, from: 40, isRightAligned: true) {
        .number(model.taken(by: rows[$0].range)?.allocated ?? 0)
      },
      .init(heading: " type", width: 24, from: 100) { .text(type(rows[$0])) },
    ]
  }

  private static func row(_ row: VolumeRows.Row, _ model: Model) -> TableView.Row {
    let range = row.range
    let isCut: Bool =
      if case .volume(let volume) = row { volume.contents.excess != nil } else { false }
    let isGap: Bool = if case .gap = row { true } else { false }
    let share = model.taken(by: range).map {
      ($0.isExact ? "" : "~") + percentage($0.allocated, of: $0.all)
    }
    return TableView.Row(
      cells: [
        name(row), contents(row), label(row), "\(range.lowerBound)", binarySize(length(row)),
        share ?? "?", " \(type(row))",
      ], role: isCut ? .warning : isGap ? .muted : .value)
  }

  private static func name(_ row: VolumeRows.Row) -> String {
    switch row {
    case .gap: "-"
    case .volume(let volume): volume.partition == nil ? "disk" : volume.name
    }
  }

  private static func length(_ row: VolumeRows.Row) -> UInt64 {
    row.range.upperBound - row.range.lowerBound
  }

  private static func contents(_ row: VolumeRows.Row) -> String {
    guard case .volume(let volume) = row else { return "no partition" }
    if let known = volume.contents.first { return known.kind.name }
    if volume.partition?.isContainer == true { return "partitions" }
    if volume.contents.unreadable != nil { return "unreadable" }
    return volume.contents.isBlank ? "blank" : "unknown"
  }

  private static func label(_ row: VolumeRows.Row) -> String {
    guard case .volume(let volume) = row else { return "" }
    return escaped(Array((volume.contents.first?.label ?? volume.partition?.name ?? "").utf8))
  }

  private static func type(_ row: VolumeRows.Row) -> String {
    guard case .volume(let volume) = row else { return "" }
    return volume.partition?.type.text ?? ""
  }

  private static func details(_ row: VolumeRows.Row, _ model: Model) -> [TableView.Detail] {
    let range = row.range
    var details: [TableView.Detail] = []
    if !range.isEmpty {
      details.append(
        .init(
          label: "range",
          text: "\(range.lowerBound)..\(GuestOffset(range.upperBound.rawValue - 1)), "
            + "\(grouped(length(row))) bytes"))
    }
    if let taken = model.taken(by: range) {
      let about = taken.isExact ? "" : "about "
      let bytes = taken.allocated.multipliedReportingOverflow(
        by: model.image.geometry.subclusterSize
      ).partialValue
      details.append(.init(label: "taken", text: "\(about)\(binarySize(bytes)) are allocated"))
    }
    guard case .volume(let volume) = row else {
      return details + [.init(label: "lies in", text: "no partition")]
    }
    if let partition = volume.partition { details += self.details(partition) }
    if let problem = volume.contents.unreadable {
      details.append(.init(label: "unreadable", text: problem, role: .warning))
    }
    for found in volume.contents.found { details += self.details(found, volume) }
    return details
  }

  private static func details(_ partition: Partition) -> [TableView.Detail] {
    var details = [
      TableView.Detail(
        label: "partition",
        text: "sectors \(grouped(partition.firstSector)) to \(grouped(partition.lastSector))"
          + (partition.isBootable ? ", a BIOS starts from it" : "")),
      .init(
        label: "type", text: "\(partition.type.name ?? "not a common one"), \(partition.type.code)"),
    ]
    if !partition.name.isEmpty {
      details.append(.init(label: "name", text: escaped(Array(partition.name.utf8))))
    }
    if let uuid = partition.uuid {
      details.append(.init(label: "part. UUID", text: escaped(Array(uuid.utf8))))
    }
    return details
  }

  private static func details(_ found: Contents, _ volume: Volume) -> [TableView.Detail] {
    var words = [found.kind.name]
    if let label = found.label { words.append("label \(escaped(Array(label.utf8)))") }
    if let size = found.byteCount {
      words.append("\(binarySize(size)) (\(size) bytes) by its own superblock")
    }
    var details = [TableView.Detail(label: "contents", text: words.joined(separator: ", "))]
    if let uuid = found.uuid {
      details.append(.init(label: "UUID", text: escaped(Array(uuid.utf8))))
    }
    if found == volume.contents.first, let excess = volume.contents.excess {
      details.append(
        .init(
          label: "too long", text: "by \(binarySize(excess)): its end is cut off", role: .warning))
    }
    return details
  }

  /// The findings, or what the row has no room for.
  static func detail(_ model: Model) -> (String, Role) {
    if let finding = model.volumes?.list.findings.first { return (finding.message, .warning) }
    guard let rows = model.volumes?.rows, let row = model.chosenRow(of: .volumes) else {
      return ("", .muted)
    }
    let text = details(rows[row], model).map { "\($0.label) \($0.text)" }
    return (text.joined(separator: ", "), .plain)
  }
}
