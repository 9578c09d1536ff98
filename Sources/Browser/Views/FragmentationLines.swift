internal import QCOW2
internal import Surface

/// How scattered the disk lies over the file, in a few lines.
enum FragmentationLines {
  static func details(_ audit: Audit, _ glyphs: Glyphs) -> [TableView.Detail] {
    guard let fragmentation = audit.fragmentation else {
      return audit.report == nil ? [] : [.init(label: "pieces", text: AuditText.state(audit))]
    }
    let text = FragmentationText(fragmentation)
    var details = [TableView.Detail(label: "pieces", text: text.summary)]
    if let longest = text.longest { details.append(.init(label: "longest", text: longest)) }
    if let sizes = histogram(fragmentation.sizes, glyphs) {
      details.append(.init(label: "by size", text: sizes))
    }
    if let distances = histogram(fragmentation.distances, glyphs) {
      details.append(.init(label: "breaks", text: "\(distances) jumped over"))
    }
    return details
  }

  /// The counts of the classes from the first to the last that has any, each as the height of a bar.
  private static func histogram(_ buckets: [Fragmentation.Bucket], _ glyphs: Glyphs) -> String? {
    guard let first = buckets.firstIndex(where: { $0.count > 0 }),
      let last = buckets.lastIndex(where: { $0.count > 0 })
    else { return nil }
    let most = buckets.reduce(1) { max($0, $1.count) }
    let bars = buckets[first...last].map { bucket -> String in
      guard bucket.count > 0 else { return " " }
      let level = UInt128(bucket.count) * UInt128(glyphs.bars.count - 1) / UInt128(most)
      return String(glyphs.bars[Int(level)])
    }
    return "\(binarySize(1 << UInt64(first))) \(bars.joined()) \(binarySize(1 << UInt64(last)))"
  }
}
