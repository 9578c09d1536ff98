extension Report where Row == (field: Field, value: UInt64) {
  /// The fields of a header.
  package static var fields: Report {
    Report(
      "fields",
      [
        Column("name", "field", .text, "the specification's name", value: { .text($0.field.name) }),
        Column(
          "offset", "at", .number, "first byte in the structure",
          value: { .number(UInt64($0.field.offset)) }),
        Column(
          "width", "bytes", .number, "number of bytes", value: { .number(UInt64($0.field.width)) }),
        Column(
          "value", "value", .number, isRightAligned: false, "the number as stored",
          value: { .number($0.value) },
          text: { $0.field.text($0.value) }),
        Column("meaning", nil, .text, "what it means", value: { .text($0.field.meaning) }),
      ])
  }
}

extension Report<FeatureStatus> {
  /// The feature bits that are known, named or set.
  package static var features: Report {
    Report(
      "features",
      [
        Column(
          "word", "word", .text, "incompatible, compatible or autoclear",
          value: { .text("\($0.word)") }),
        Column("bit", "bit", .number, "0 is the lowest", value: { .number(UInt64($0.bit)) }),
        Column("set", "set", .truth, "whether the bit is set", value: { .truth($0.isSet) }),
        Column(
          "known", "known", .truth, "whether the specification names the bit",
          value: { .truth($0.known != nil) }),
        Column("name", "name", .text, "its name", value: { .text($0.name) }, text: { $0.name }),
        Column(
          "meaning", nil, .text, isOptional: true, "what it means",
          value: { $0.known.map { .text($0.meaning) } }),
      ])
  }
}

extension Report<HeaderExtension> {
  /// The header extensions.
  package static var extensions: Report {
    Report(
      "extensions",
      [
        Column(
          "offset", "offset", .number, "where its header lies",
          value: { .number($0.offset.rawValue) }, text: { "\($0.offset)" }),
        Column(
          "type", "type", .number, "the type as stored", value: { .number(UInt64($0.type)) },
          text: { hex(UInt64($0.type), digits: 8) }),
        Column(
          "length", "bytes", .number, "length of the payload",
          value: { .number(UInt64($0.length)) }),
        Column("name", "name", .text, "a name for the type", value: { .text($0.name) }),
        Column(
          "summary", "content", .text, isSentence: true, "the payload in a few words",
          value: { .text($0.summary) },
          text: { $0.summary }),
      ])
  }
}

extension Report<Finding> {
  /// What breaks a rule or deserves a warning.
  package static var findings: Report {
    Report(
      "findings",
      [
        Column(
          "severity", "severity", .text, "note, warning, noGuestData or refusal",
          value: { .text("\($0.severity)") },
          tone: { $0.severity == .note ? .faint : $0.severity == .warning ? .doubt : .bad }),
        Column("code", nil, .text, "a stable name for programs", value: { .text($0.code) }),
        Column(
          "field", nil, .text, isOptional: true, "the header field at fault",
          value: { $0.field.map { .text($0.name) } }),
        Column(
          "message", "finding", .text, isSentence: true, "a sentence for people",
          value: { .text($0.message) },
          text: { $0.message }),
      ])
  }
}
