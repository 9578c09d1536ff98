internal import QCOW2

extension ArgumentKind {
  /// Something to compare with.
  static let compared: ArgumentKind = {
    var kind = ArgumentKind.text("@SNAPSHOT, layer N, an image, raw FILE; none ends it")
    kind.choices = { model, _ in model.comparable }
    kind.takesFiles = true
    return kind
  }()
}

extension Model {
  /// What Tab offers to compare with, beside files.
  fileprivate var comparable: [Choice] {
    let now = choice == nil ? [] : [Choice("now", "the whole disk as it is now")]
    let taken = (snapshots?.rows ?? []).map { row in
      Choice("@" + escaped(row.name.array), "snapshot, ID \(escaped(row.id.array))")
    }
    let layers = chain.filter { !$0.isDataFile && $0.isOpen && $0.layer != firstLayer }.map {
      Choice("layer \($0.layer)", $0.name)
    }
    let none =
      comparison == nil ? [] : [Choice("none", "ends the comparison")]
    return now + taken + (whole.layers.count > 1 ? layers : []) + none
  }

  /// Begins or ends a comparison.
  mutating func compare(with text: String) throws(Fault) -> [Effect] {
    if text == "none" { return endComparison() }
    if text == "now" { return [.compare(.whole)] }
    if text.hasPrefix("@") {
      guard
        case .showSnapshot(let record)? = try showSnapshot(named: String(text.dropFirst())).first
      else { return [] }
      return [.compare(.snapshot(record))]
    }
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    if words.count == 2, words[0] == "layer", let layer = Int(words[1]) {
      guard whole.layers.indices.contains(layer) else {
        throw Fault("layers are 0 to \(whole.layers.count - 1)", at: 6)
      }
      return [.compare(.layer(layer))]
    }
    if words.count == 2, words[0] == "raw" { return [.compare(.file(words[1], isRaw: true))] }
    return [.compare(.file(text, isRaw: false))]
  }

  private mutating func endComparison() -> [Effect] {
    guard comparison != nil else {
      tell("nothing is compared")
      return []
    }
    (comparison, otherPage) = (nil, nil)
    if wantedColoring == .scheme(.difference) { wantedColoring = .state }
    tell("the comparison is over")
    return [.abandon(.compare)]
  }

  /// How a snapshot is meant, where a file cannot be compared with.
  func hint(for name: String) -> String {
    let names = (snapshots?.rows ?? []).map { escaped($0.name.array) }
    if names.contains(name) { return "; @\(name) is the snapshot of that name" }
    return names.isEmpty ? "" : "; @NAME takes a snapshot"
  }

  /// What a disk to compare with is called.
  func name(of other: ComparedWith) -> String {
    switch other {
    case .whole: "the disk as it is now"
    case .snapshot(let record): "snapshot \(escaped(record.name.array))"
    case .layer(let layer):
      "layer \(layer)" + (layer == 0 ? "" : " \(whole.layers[layer].name)")
    case .file(let name, _): escaped(name)
    }
  }

  /// Compares with a disk that is open now, which colours the map.
  mutating func beginComparison(with disk: Disk, _ other: ComparedWith) {
    let name = name(of: other)
    comparison = Comparison(disk, other, name, with: self.disk)
    comparison?.isAwaited = true
    if hosts.isShown, mapLayout != nil { hosts.isShown = false }
    (wantedColoring, tint) = (.scheme(.difference), nil)
    let (here, there) = (self.disk.geometry.virtualSize, disk.geometry.virtualSize)
    let size =
      there > here
      ? ", which is \(binarySize(there - here)) longer: that is not compared"
      : there < here ? ", which is \(binarySize(here - there)) shorter and goes on as zeros" : ""
    tell("comparing with \(name)\(size); ]x goes to the next difference")
  }

  /// Takes how far the comparison is.
  mutating func take(_ tally: DifferenceTally) {
    guard comparison != nil else { return }
    comparison?.tally = tally
    if coloring == .scheme(.difference) { takeDifferences() }
    if tally.grid.percent == 100 || tally.grid.wasStopped, comparison?.isAwaited == true {
      comparison?.isAwaited = false
      tell(comparisonText)
    }
  }

  /// What is known of the differences, in a line.
  var comparisonText: String {
    guard let comparison else { return "" }
    let tally = comparison.tally
    let units = tally.grid.total[0]
    let unit = image.geometry.hasExtendedL2 ? "subcluster" : "cluster"
    let found =
      tally.differing == 0
      ? "no difference"
      : counted(units, unit, unit + "s") + " (\(binarySize(tally.differing))) "
        + (units == 1 ? "differs" : "differ")
    let lost = tally.unreadable > 0 ? ", \(binarySize(tally.unreadable)) UNREADABLE" : ""
    let part = tally.grid.percent < 100 ? " in the first \(tally.grid.percent)%, ^R goes on" : ""
    return "\(found)\(lost)\(part); \(binarySize(tally.read)) read, "
      + "\(binarySize(tally.known)) the same by the tables: \(comparison.name)"
  }

  /// Colours the map by the comparison of all, where that is fine enough.
  @discardableResult
  mutating func takeDifferences() -> Bool {
    guard let frame = mapFrame, let grid = comparison?.grid.joined(to: frame) else { return false }
    tint = .classes(grid)
    return true
  }

  /// Whether a byte on the hex view is another one on the disk that is compared with; nil where either
  /// is not known.
  func differs(at place: UInt64) -> Bool? {
    guard hexSpace == .guest, case .value(let here) = hexByte(at: place),
      let there = otherByte(at: place)
    else { return nil }
    return here != there
  }

  /// The byte of the disk that is compared with; zero past its end.
  func otherByte(at place: UInt64) -> UInt8? {
    guard let comparison, let otherPage else { return nil }
    guard place < comparison.disk.geometry.virtualSize else { return 0 }
    guard case .value(let byte) = otherPage.byte(at: GuestOffset(place)) else { return nil }
    return byte
  }
}

extension ImageError {
  /// Why a file cannot be compared with.
  var reasonToCompare: String {
    if case .notAnImage = self { "\(self); raw FILE takes it as it is" } else { "\(self)" }
  }
}
