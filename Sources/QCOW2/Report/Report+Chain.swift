internal import SystemPackage

extension Report<ChainRow> {
  /// The files that a disk is made of, from the image down, each data file after its image.
  package static var chain: Report {
    Report(
      "chain",
      [
        Column(
          "layer", "#", .number, "0 is the image; that of a data file is its image's",
          value: { .number(UInt64($0.layer)) }, text: { $0.isDataFile ? "" : "\($0.layer)" }),
        Column(
          "data-file", nil, .truth, "whether it is the data file of the layer",
          value: { .truth($0.isDataFile) }),
        Column(
          "format", "format", .text, isOptional: true, "the format, stored or guessed",
          value: { $0.formatName.map { .text($0) } }, text: { $0.formatText }),
        Column(
          "format-stored", nil, .truth, "whether the image above names the format",
          value: { .truth($0.isFormatStored) }),
        Column(
          "virtual-size", "disk", .number, isOptional: true,
          "size of the disk that the file alone describes",
          value: { $0.virtualSize.map { .number($0) } },
          text: { $0.virtualSize.map(binarySize) ?? "-" }),
        Column(
          "file-length", "file", .number, isOptional: true, "length of the file",
          value: { $0.fileSize.map { .number($0) } },
          text: { $0.fileSize.map(binarySize) ?? "-" }),
        Column(
          "modified", "changed (UTC)", .text, isOptional: true, "when it was last changed",
          value: { $0.modificationTime.map { .text(CalendarDate.textWithTime($0)) } }),
        Column(
          "open", nil, .truth, "whether the file is open", value: { .truth($0.isOpen) }),
        Column(
          "state", "state", .text,
          "open, newer (open, but changed after the layer above), loop, refused or failed",
          value: { .text($0.verdict.word) },
          tone: { $0.verdict == .open ? .good : $0.isOpen ? .doubt : .bad }),
        Column(
          "name", "name", .text, "the name, as stored above", value: { .text($0.name) },
          text: { $0.isDataFile ? "data: \($0.name)" : $0.name }),
        Column(
          "path", nil, .text, isOptional: true, "the path that the name leads to",
          value: { $0.path.map { .text($0.string) } }),
        Column(
          "reason", "reason", .text, isOptional: true, isSentence: true,
          "more about a state that is not open",
          value: { $0.reason.map { .text($0) } }, text: { $0.reason ?? "" }),
      ])
  }
}

extension ChainRow {
  fileprivate var formatName: String? {
    switch format {
    case .stored(let name), .guessed(let name): name.isEmpty ? nil : name
    }
  }

  fileprivate var isFormatStored: Bool {
    if case .stored = format { true } else { false }
  }

  fileprivate var reason: String? {
    switch verdict {
    case .open: nil
    case .refused(let reason), .failed(let reason): reason
    case .newer, .loop: verdict.explanation
    }
  }
}

extension ChainRow.Verdict {
  fileprivate var word: String {
    switch self {
    case .open: "open"
    case .newer: "newer"
    case .loop: "loop"
    case .refused: "refused"
    case .failed: "failed"
    }
  }
}

extension Layer {
  /// The format; nil where none is stored and none was guessed.
  var formatName: String? {
    switch format {
    case .stored(let name), .guessed(let name): name.isEmpty ? nil : name
    }
  }
}
