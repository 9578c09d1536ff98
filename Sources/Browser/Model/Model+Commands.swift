internal import QCOW2
internal import SystemPackage

extension Model {
  /// The file of a disk's image; a name that begins like an option does not look like one.
  private static func name(of disk: Disk) -> String {
    let storage = disk.image.storage
    let name = (storage as? FileStorage)?.path.string ?? storage.name
    return name.hasPrefix("-") ? "./" + name : name
  }

  /// The ID of the snapshot that is shown, or its name where that is the only thing to type.
  private var snapshotName: String? {
    guard let snapshot else { return nil }
    return [snapshot.id.array, snapshot.name.array].lazy
      .compactMap { String(validating: $0, as: UTF8.self) }.first { !$0.isEmpty }
  }

  private var snapshotOption: [String] { snapshotName.map { ["--snapshot", $0] } ?? [] }

  /// The words that start the program again with what is on the screen now.
  var permalink: [String] {
    let image = whole.image.storage is FileStorage ? Self.name(of: whole) : "--demo"
    let layer = firstLayer > 0 ? ["--layer", "\(firstLayer)"] : snapshotOption
    return ["qcow2-tui", image] + shell.startOptions + layer
      + ["--view", screen.name.lowercased(), "--at", "\(cursor)"] + zoomOption + fileOptions
      + topOption
  }

  private var zoomOption: [String] {
    let bits = hosts.isShown ? hosts.wantedCellBits : wantedCellBits
    return bits.map { ["--zoom", shortSize(1 << UInt64($0))] } ?? []
  }

  /// What of the file is on the screen, and where.
  private var fileOptions: [String] {
    let shown = FileViews(hex: hexSpace == .host, map: hosts.isShown)
    guard let shown else { return [] }
    return ["--file", shown.rawValue, "--file-at", "\(hosts.cursor)"]
  }

  /// The first byte on the hex view, where that is on the screen.
  private var topOption: [String] {
    hexLayout == nil || hexStart == 0 ? [] : ["--top", hex(hexStart)]
  }

  /// The commands that tell what the focused pane shows, the first one before the others.
  var equivalents: [[String]] {
    let file = Self.name(of: disk)
    let verb = { (name: String) in [["qcow2", name, file]] }
    switch focus {
    case .header, .features: return verb("header") + [["qemu-img", "info", "-U", file]]
    case .map where hosts.isShown: return verb("space")
    case .map:
      return [["qcow2", "map"] + snapshotOption + [file]]
        + (showsSnapshot ? [] : [["qemu-img", "map", "-U", "--output=json", file]])
    case .tables:
      return [["qcow2", "locate"] + snapshotOption + [file, hex(cursor.rawValue)]]
    case .hex: return subjectOnScreen.map(reading) ?? []
    case .snapshots: return verb("snapshots") + [["qemu-img", "snapshot", "-U", "-l", file]]
    case .bitmaps: return verb("bitmaps")
    case .chain: return verb("chain") + [["qemu-img", "info", "-U", "--backing-chain", file]]
    case .check: return verb("check") + [["qemu-img", "check", "-U", file]]
    case .volumes: return verb("volumes")
    case .space, .fileRuns: return verb("space")
    case .marks: return []
    case .runs: return [["qcow2", "extents"] + snapshotOption + [file]]
    case .hits: return hunt.term.map { [finding($0)] } ?? []
    }
  }

  /// What prints bytes.
  private func reading(_ subject: Subject) -> [[String]] {
    let (start, count) = (subject.bytes.bounds.lowerBound, subject.bytes.count)
    let file = Self.name(of: disk)
    guard subject.bytes.space == .guest else {
      return [
        [
          "dd", "if=\(file)", "iflag=skip_bytes,count_bytes", "skip=\(start)",
          "count=\(count)", "status=none",
        ]
      ]
    }
    let ours =
      ["qcow2", "read"] + snapshotOption + ["--at", hex(start), "--count", "\(count)", file]
    return [ours]
      + (showsSnapshot
        ? [] : [["qemu-io", "-U", "-r", "-c", "read -v \(start) \(count)", file]])
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
    return ["qcow2", "find"] + snapshotOption + ["\(option)=\(term.body)"]
      + (term.ignoresCase ? ["--ignore-case"] : []) + [Self.name(of: disk)]
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

/// `64k`: a power of two in the words of an expression.
private func shortSize(_ bytes: UInt64) -> String {
  let units = ["", "k", "M", "G", "T", "P"]
  var (number, unit) = (bytes, 0)
  while number >= 1024, unit < units.count - 1 { (number, unit) = (number >> 10, unit + 1) }
  return "\(number)\(units[unit])"
}
