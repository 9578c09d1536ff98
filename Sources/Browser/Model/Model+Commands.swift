internal import QCOW2
internal import SystemPackage

extension Model {
  /// The file of a disk's image; a name that begins like an option does not look like one.
  static func name(of disk: Disk) -> String {
    let storage = disk.image.storage
    let name = (storage as? FileStorage)?.path.string ?? storage.name
    return name.hasPrefix("-") ? "./" + name : name
  }

  /// The ID of the snapshot that is shown, or its name where that is the only thing to type.
  var snapshotName: String? {
    guard let snapshot else { return nil }
    return [snapshot.id.array, snapshot.name.array].lazy
      .compactMap { String(validating: $0, as: UTF8.self) }.first { !$0.isEmpty }
  }

  var snapshotOption: [String] { snapshotName.map { ["--snapshot", $0] } ?? [] }

  /// The options about other files and pass phrases that open what is open now.
  var sourceOptions: [String] {
    let isNarrow = shell.allowedFiles.isEmpty
    return shell.startOptions.filter { isNarrow || $0 != "--no-backing" }
      + shell.allowedFiles.flatMap { ["--allow-path", $0] }
  }

  /// The commands that tell what the focused pane shows, the first one before the others; none for an
  /// image that is in no file.
  var equivalents: [[String]] {
    guard whole.image.storage is FileStorage else { return [] }
    let file = Self.name(of: disk)
    switch focus {
    case .header, .features: return [ours("header"), ["qemu-img", "info", "-U", file]]
    case .map where hosts.isShown: return [ours("space")]
    case .map: return [ours("map", snapshotOption)] + mapping(file)
    case .tables: return [entry]
    case .hex: return subjectOnScreen.map(reading) ?? []
    // The lists are those of the image on top, whatever its disk is.
    case .snapshots: return [ours("snapshots", of: whole)] + listing(Self.name(of: whole))
    case .bitmaps: return [ours("bitmaps", of: whole)]
    case .chain: return [ours("chain", of: whole)] + chain(Self.name(of: whole))
    case .check: return [ours("check"), ["qemu-img", "check", "-U", file]]
    case .volumes: return [ours("volumes", snapshotOption)]
    case .space, .fileRuns: return [ours("space")]
    case .marks: return []
    case .runs: return [ours("extents", snapshotOption)]
    case .hits: return hunt.list?.space == .host ? [] : hunt.term.map { [finding($0)] } ?? []
    }
  }

  /// A command of ours that opens what this program has opened.
  private func ours(
    _ verb: String, _ options: [String] = [], of disk: Disk? = nil, _ rest: [String] = []
  ) -> [String] {
    ["qcow2", verb] + sourceOptions + options + [Self.name(of: disk ?? self.disk)] + rest
  }

  private func mapping(_ file: String) -> [[String]] {
    showsSnapshot ? [] : [["qemu-img", "map", "-U", "--output=json", file]]
  }

  private func listing(_ file: String) -> [[String]] {
    [["qemu-img", "snapshot", "-U", "-l", file]]
  }

  private func chain(_ file: String) -> [[String]] {
    [["qemu-img", "info", "-U", "--backing-chain", file]]
  }

  /// What tells the chosen entry: the way to a byte of the disk, or who has a cluster of the file.
  private var entry: [String] {
    if !entries.table.isOfDisk, let row = chosenRow(of: .tables), let start = start(ofEntry: row) {
      return ours("owner", [], [hex(start)])
    }
    return ours("locate", snapshotOption, [hex(cursor.rawValue)])
  }

  /// What prints bytes as the hex view does. QEMU's tools ask for the pass phrase in their own way.
  private func reading(_ subject: Subject) -> [[String]] {
    let (start, count) = (subject.bytes.bounds.lowerBound, subject.bytes.count)
    let file = Self.name(of: disk)
    guard subject.bytes.space == .guest else {
      let width = hexLayout.map { ["-w\($0.bytesPerRow)"] } ?? []
      return [
        ["od", "-A", "x", "-t", "x1z", "-v"] + width + ["-j", "\(start)", "-N", "\(count)", file]
      ]
    }
    let range = ["--at", hex(start), "--count", "\(count)"]
    let isPlain = !showsSnapshot && image.header[.cryptMethod] == 0
    return [ours("read", ["--hex"] + snapshotOption + range)]
      + (isPlain ? [["qemu-io", "-U", "-r", "-c", "read -v \(start) \(count)", file]] : [])
  }

  private func finding(_ term: SearchTerm) -> [String] {
    let option =
      switch term.form {
      case .text: "--text"
      case .hex: "--hex"
      case .expression: "--regex"
      case .utf16: "--utf16"
      case .utf16BigEndian: "--utf16be"
      case .integer: "--int"
      }
    return ours(
      "find",
      snapshotOption + ["\(option)=\(term.body)"] + (term.ignoresCase ? ["--ignore-case"] : []))
  }

  /// What is selected, or else the bytes on the hex view.
  var subjectOnScreen: Subject? {
    if let selection { return Subject(bytes: selection, name: "selection") }
    guard !hexRange.isEmpty else { return nil }
    return Subject(bytes: Selection(hexSpace, hexRange), name: "screen")
  }

  /// What is selected, or else the row of bytes that the cursor is in.
  var subjectInRow: Subject? {
    if let subject = selection.map({ Subject(bytes: $0, name: "selection") }) { return subject }
    guard let width = hexLayout.map({ UInt64($0.bytesPerRow) }), hexPlace < hexSize else {
      return subject()
    }
    let start = hexPlace / width * width
    let end = min(hexSize, start.addingReportingOverflow(width).partialValue)
    return Subject(bytes: Selection(hexSpace, start..<max(end, start + 1)), name: "row")
  }
}
