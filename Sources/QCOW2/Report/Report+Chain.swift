internal import SystemPackage

extension Report<(depth: Int, layer: Layer)> {
  /// The files that a disk is made of, from the image down.
  package static var chain: Report {
    Report(
      "chain",
      [
        Column(
          "layer", "#", .number, "0 is the image", value: { .number(UInt64($0.depth)) }),
        Column(
          "format", "format", .text, isOptional: true, "the format, stored or guessed",
          value: { $0.layer.formatName.map { .text($0) } }),
        Column(
          "format-stored", nil, .truth, "whether the image above names the format",
          value: { .truth($0.layer.isFormatStored) }),
        Column(
          "virtual-size", "disk", .number, isOptional: true,
          "size of the disk that the file alone describes",
          value: { $0.layer.isClosed ? nil : .number($0.layer.virtualSize) },
          text: { $0.layer.isClosed ? "-" : binarySize($0.layer.virtualSize) }),
        Column(
          "modified", "changed (UTC)", .text, isOptional: true, "when it was last changed",
          value: { $0.layer.modificationTime.map { .text(CalendarDate.textWithTime($0)) } }),
        Column(
          "open", "open", .truth, "whether the file is open",
          value: { .truth(!$0.layer.isClosed) }),
        Column(
          "name", "name", .text, "the name, as stored above", value: { .text($0.layer.name) },
          text: { $0.layer.name }),
        Column(
          "path", nil, .text, isOptional: true, "the path that the name leads to",
          value: { $0.layer.path.map { .text($0.string) } }),
        Column(
          "reason", "reason", .text, isOptional: true, "why the file is not open",
          value: { $0.layer.closedReason.map { .text($0) } },
          text: { $0.layer.closedReason ?? "" }),
      ])
  }
}

extension Layer {
  /// The format; nil where none is stored and none was guessed.
  var formatName: String? {
    switch format {
    case .stored(let name), .guessed(let name): name.isEmpty ? nil : name
    }
  }

  fileprivate var isFormatStored: Bool {
    if case .stored = format { true } else { false }
  }

  fileprivate var closedReason: String? {
    if case .closed(let error) = content { error.description } else { nil }
  }
}
