/// Who needs a cluster of the file.
package struct OwnerDocument {
  private let ownership: Ownership
  private let snapshots: [SnapshotRecord]
  private let bitmaps: [BitmapRecord]

  /// - Parameters:
  ///   - ownership: What was found.
  ///   - check: The image, for names.
  package init(_ ownership: Ownership, _ check: Check) {
    self.ownership = ownership
    snapshots = check.snapshots
    bitmaps = check.bitmaps
  }

  private var rows: [NamedReference] {
    ownership.references.map {
      NamedReference(reference: $0, label: $0.owner.label(snapshots, bitmaps))
    }
  }

  private static let sums = Report<Ownership>(
    "ownership",
    [
      Column(
        "start", nil, .number, "where the cluster begins",
        value: { .number($0.cluster.lowerBound.rawValue) }),
      Column(
        "end", nil, .number, "where it ends",
        value: { .number($0.cluster.upperBound.rawValue) }),
      Column(
        "state", nil, .text, "used, leaked, free or past-end", value: { .text($0.state.code) }),
      Column(
        "refcount", nil, .number, isOptional: true, "the stored reference count",
        value: { $0.referenceCount.map { .number($0) } }),
      Column(
        "cut", nil, .truth, "whether there are more references than listed",
        value: { .truth($0.isCut) }),
      Column(
        "live", nil, .truth, "whether another program was writing: the references may not be real",
        value: { .truth($0.isLive) }),
    ])

  /// Writes a line about the cluster and a table of references.
  package func writeText(to output: Output) {
    let count = ownership.referenceCount.map { "\($0)" } ?? "unreadable"
    output.write(
      "cluster at \(ownership.cluster.lowerBound): "
        + output.paint(ownership.state.words, ownership.state.tone)
        + ", reference count \(count)\n")
    Report<NamedReference>.references.writeText(rows, to: output)
    if ownership.isCut { output.write("and more\n") }
    if ownership.isLive { output.write("\(output.paint(CheckText.live, .doubt))\n") }
  }

  /// Writes an object.
  package func write(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.members(ownership, Self.sums.columns)
      Report<NamedReference>.references.writeMember(rows, to: &writer)
    }
  }

  /// Writes the schema of that object.
  package static func writeSchema(_ writer: inout JSONWriter) {
    let references = Report<NamedReference>.references
    writer.object { writer in
      writer.member("type", "object")
      writer.object("properties") { writer in
        sums.writeProperties(&writer)
        references.writeSchemaMember(&writer)
      }
      writer.array("required") { writer in
        sums.writeRequired(&writer)
        writer.value(references.name)
      }
      writer.member("additionalProperties", false)
    }
  }
}

extension Ownership.State {
  fileprivate var code: String {
    switch self {
    case .used: "used"
    case .leaked: "leaked"
    case .free: "free"
    case .pastEnd: "past-end"
    }
  }

  /// How the state is shown.
  fileprivate var tone: Tone? {
    switch self {
    case .used: nil
    case .leaked, .pastEnd: .doubt
    case .free: .faint
    }
  }

  /// The state, for people.
  package var words: String {
    switch self {
    case .used: "in use"
    case .leaked: "leaked, nothing refers to it"
    case .free: "free"
    case .pastEnd: "past the end of the file"
    }
  }
}
