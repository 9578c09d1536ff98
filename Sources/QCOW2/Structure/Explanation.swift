/// A field in plain words: what it is, what this image has there and what follows from that.
package struct Explanation: Equatable, Sendable {
  /// A label and a text that may take several lines.
  package struct Line: Equatable, Sendable {
    package var label: String
    package var text: String
    package var isFaulty = false

    package init(label: String, text: String, isFaulty: Bool = false) {
      self.label = label
      self.text = text
      self.isFaulty = isFaulty
    }
  }

  package let title: String
  package let lines: [Line]

  package init(title: String, lines: [Line]) {
    self.title = title
    self.lines = lines
  }
}

extension Anatomy {
  /// Explains a field.
  ///
  /// - Parameters:
  ///   - field: The field.
  ///   - offset: The byte that is meant, of which the bits come first; nil for the whole field.
  /// - Returns: What is known. Reads the reference count of what the field points at, nothing else.
  package func explanation(of field: StructureField, at offset: HostOffset? = nil) -> Explanation {
    let last = HostOffset(field.range.upperBound.rawValue - 1)
    var lines = [
      Explanation.Line(label: "in", text: name(of: field.structure)),
      Explanation.Line(
        label: "bytes", text: "\(field.range.lowerBound)..\(last) of the file"),
      Explanation.Line(label: "is", text: field.meaning),
    ]
    if let value = field.value {
      lines.append(Explanation.Line(label: "stored", text: hex(value, digits: storedDigits(field))))
    }
    lines.append(Explanation.Line(label: "here", text: field.text))
    let near = offset.map { field.bits(ofByteAt: $0) } ?? []
    lines += (near + field.bits.filter { !near.contains($0) }).map(line)
    return Explanation(title: field.name, lines: lines + consequences(of: field))
  }

  private func storedDigits(_ field: StructureField) -> Int {
    Int(min(8, field.range.upperBound - field.range.lowerBound)) * 2
  }

  private func line(_ bits: StructureField.Bits) -> Explanation.Line {
    let range = bits.field.bits
    let place =
      range.count == 1 ? "bit \(range.lowerBound)" : "bits \(range.lowerBound)-\(range.upperBound)"
    return Explanation.Line(
      label: place, text: "\(bits.field.name) \(bits.text): \(bits.field.meaning)",
      isFaulty: bits.isFaulty)
  }

  private func consequences(of field: StructureField) -> [Explanation.Line] {
    let lines: [Explanation.Line]
    switch field.structure.kind {
    case .l1Table: lines = l1Consequences(field)
    case .l2Table: lines = l2Consequences(field)
    case .refcountTable, .refcountBlock: lines = countConsequences(field)
    case .header: lines = headerConsequences(field)
    case .snapshot(let index): lines = snapshotConsequences(field, index)
    default: lines = []
    }
    return lines + pointerConsequences(field)
  }

  private func so(_ text: String, isFaulty: Bool = false) -> Explanation.Line {
    Explanation.Line(label: isFaulty ? "!" : "so", text: text, isFaulty: isFaulty)
  }

  private func l1Consequences(_ field: StructureField) -> [Explanation.Line] {
    guard let value = field.value else { return [] }
    let entry = L1Entry(rawValue: value)
    var lines = mapped(field)
    guard let table = entry.l2Table else {
      return lines + [so("no cluster of the range is allocated: reads see \(below)")]
    }
    if geometry.offsetInCluster(table) != 0 {
      lines.append(so("the table would begin between clusters: the range is lost", isFaulty: true))
    }
    return lines + copied(entry.isCopied, table, "the L2 table")
  }

  private func l2Consequences(_ field: StructureField) -> [Explanation.Line] {
    guard let value = field.value else { return [] }
    let entry = L2Entry(rawValue: value)
    var lines = mapped(field)
    if let data = entry.compressed(geometry) {
      let codec = image.header[.compressionType] == 1 ? "zstd" : "deflate"
      lines.append(
        so(
          "the \(codec) stream has \(data.maximumLength) bytes at most, and the next one may begin "
            + "in its last sector; a write puts the cluster elsewhere, uncompressed"))
      return lines
    }
    if !geometry.hasExtendedL2, entry.hasZeroFlag {
      lines.append(
        so(
          entry.host == nil
            ? "it reads as zeros, whatever the backing file has"
            : "it reads as zeros; the host cluster is kept for the next write"))
    }
    guard !image.hasDataFile else { return lines }
    guard let host = entry.host else {
      if !entry.hasZeroFlag, !geometry.hasExtendedL2 {
        lines.append(so("not allocated: reads see \(below)"))
      }
      return lines
    }
    if geometry.offsetInCluster(host) != 0 {
      lines.append(so("the cluster would begin between clusters: it is lost", isFaulty: true))
    }
    return lines + copied(entry.isCopied, host, "the cluster")
  }

  private var below: String {
    image.inspection.backingFileName == nil ? "zeros" : "the backing file"
  }

  private func mapped(_ field: StructureField) -> [Explanation.Line] {
    guard let range = guestRange(of: field), let disk = disk(of: field) else { return [] }
    let last = GuestOffset(range.upperBound.rawValue - 1)
    let size = binarySize(range.upperBound - range.lowerBound)
    return [
      Explanation.Line(
        label: "maps",
        text: "guest \(range.lowerBound)..\(last) (\(size)) of \(disk.text(snapshots))")
    ]
  }

  /// What the flag says against what is stored.
  private func copied(
    _ isCopied: Bool, _ target: HostOffset, _ what: String
  ) -> [Explanation.Line] {
    guard let count = referenceCount(of: target) else {
      return [so("the reference count of \(what) cannot be read", isFaulty: true)]
    }
    switch (isCopied, count) {
    case (true, 1): return [so("COPIED and a reference count of 1: written in place")]
    case (false, 1):
      return [
        so(
          "the reference count of \(what) is 1 but COPIED is clear: a write copies it first, which "
            + "costs time and nothing else")
      ]
    case (false, 2...):
      return [
        so("\(what) has \(count) references, a snapshot's among them: a write copies it first")
      ]
    case (_, 0):
      return [so("\(what) counts as free: a writer may give it to others", isFaulty: true)]
    default:
      return [
        so(
          "COPIED says one reference but \(count) are counted: a write would change what others use",
          isFaulty: true)
      ]
    }
  }

  private func countConsequences(_ field: StructureField) -> [Explanation.Line] {
    guard let range = countedRange(of: field), let value = field.value else { return [] }
    let last = HostOffset(range.upperBound.rawValue - 1)
    var lines = [
      Explanation.Line(
        label: "counts",
        text: "file \(range.lowerBound)..\(last)"
          + (range.lowerBound.rawValue >= fileEnd ? ", past the end of the file" : ""))
    ]
    if case .refcountTable = field.structure.kind {
      if RefcountTableEntry(rawValue: value).refcountBlock == nil {
        lines.append(so("all clusters of the range are free"))
      }
      return lines
    }
    switch value {
    case 0: lines.append(so("a writer may take the cluster"))
    case 1: lines.append(so("one reference: whoever has it may write in place"))
    default: lines.append(so("\(value) references: a write copies the cluster first"))
    }
    return lines
  }

  private func headerConsequences(_ field: StructureField) -> [Explanation.Line] {
    image.inspection.findings.filter { $0.field?.name == field.name }.map {
      so($0.message, isFaulty: $0.severity >= .warning)
    }
  }

  private func snapshotConsequences(
    _ field: StructureField, _ index: Int
  ) -> [Explanation.Line] {
    guard field.name == Field.snapshotDate.name, let seconds = field.value else { return [] }
    return [so("taken on \(CalendarDate.textWithTime(Int(seconds))) UTC")]
  }

  private func pointerConsequences(_ field: StructureField) -> [Explanation.Line] {
    guard let target = field.target, field.index == nil else { return [] }
    if target.host.rawValue >= fileEnd {
      return [so("that is past the end of the file, which has \(fileEnd) bytes", isFaulty: true)]
    }
    guard let structure = target.structure else { return [] }
    return [so("there begins: \(name(of: structure))")]
  }
}
