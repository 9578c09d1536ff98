/// Takes into a report what the header, the snapshot table and the bitmap directory break.
struct StructureRules {
  private let image: CheckedImage
  private let findings: FindingCollector

  init(_ image: CheckedImage, _ findings: FindingCollector) {
    self.image = image
    self.findings = findings
  }

  /// Reports them.
  func judge() {
    for finding in image.inspection.findings where Self.isWrong(finding) {
      findings.report(.headerRule, at: Place(HostOffset(UInt64(finding.field?.offset ?? 0)))) {
        finding.message
      }
    }
    judgeSnapshots()
    if !image.snapshots.records.isEmpty, !image.bitmaps.records.isEmpty {
      let directory = image.bitmaps.records[0].offset
      findings.report(.repairUnsafe, table: directory, at: Place(directory)) {
        "the image has snapshots and bitmaps: qemu-img check -r would drop all snapshots"
      }
    }
    let directory = image.inspection.liveBitmaps?.directoryOffset
    for finding in image.bitmaps.findings {
      findings.report(.bitmapDirectory, table: directory, at: Place(directory ?? .zero)) {
        finding.message
      }
    }
  }

  /// Marks and missing keys are nothing wrong; lost tables are judged where they are claimed.
  private static func isWrong(_ finding: Finding) -> Bool {
    !["dirty", "corrupt", "encrypted", "external-data", "bitmaps-stale"].contains(finding.code)
      && finding.severity != .note
  }

  private func judgeSnapshots() {
    let table = HostOffset(image.header[.snapshotsOffset])
    for (index, record) in image.snapshots.records.enumerated() {
      let name = "snapshot \(index) \(quoted(record.name.array))"
      func report(_ problem: Problem, _ field: Field, _ message: String) {
        findings.report(
          problem, table: table, at: Place(record.offset + UInt64(field.offset), index: index),
          Touched(holders: .snapshot(index))
        ) { "\(name) \(message)" }
      }
      if image.geometry.version >= 3, record.extraDataSize < 16 {
        report(.snapshotIncomplete, .snapshotExtraDataSize, "does not record the size of its disk")
      }
      if record.extraDataSize > SnapshotRecord.mostExtraData {
        report(
          .snapshotExtraData, .snapshotExtraDataSize,
          "has \(record.extraDataSize) bytes of extra data, allowed is 1024")
      }
      if record.l1Size > 4_194_304 {
        report(.snapshotL1TooLarge, .snapshotL1Size, "has an L1 table of \(record.l1Size) entries")
      } else if image.geometry.offsetInCluster(record.l1TableOffset) != 0 {
        report(.snapshotL1Unaligned, .snapshotL1TableOffset, "has its L1 table between clusters")
      }
      if image.hasDataFile {
        report(.snapshotsWithDataFile, .snapshotL1TableOffset, "cannot exist with a data file")
      }
    }
    judgeLostSnapshots(table)
  }

  private func judgeLostSnapshots(_ table: HostOffset) {
    let known = image.snapshots.records.count
    let lost = image.lostSnapshots
    if lost > 0 {
      let problem: Problem = image.geometry.version >= 3 ? .snapshotIncomplete : .headerRule
      findings.report(problem, table: table, at: Place(table, index: known), places: UInt64(lost)) {
        "snapshot \(known) lies past the end of the file"
      }
    } else if known < Int(image.header[.nbSnapshots]) {
      // An entry that ends the table is not among the records.
      findings.report(.snapshotTable, table: table, at: Place(table)) {
        image.snapshots.findings.last?.message ?? "the snapshot table is cut off"
      }
    }
  }
}
