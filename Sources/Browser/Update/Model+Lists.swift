internal import QCOW2
internal import SystemPackage

extension Model {
  /// The rows of a list.
  package func listCount(_ pane: Pane) -> Int {
    switch pane {
    case .tables: entryCount
    case .snapshots: snapshots?.rows.count ?? 0
    case .bitmaps: bitmaps?.rows.count ?? 0
    case .chain: chain.count
    case .check: audit.groups.count
    case .runs: runs?.rows.count ?? 0
    case .fileRuns: hosts.runs?.list.runs.count ?? 0
    case .volumes: volumes?.rows.count ?? 0
    case .hits: hunt.list?.rows.count ?? 0
    case .space: audit.report?.ledger?.rows.count ?? 0
    case .marks: placeCount
    case .header, .features, .map, .hex: 0
    }
  }

  /// Takes the chosen row: a layer or a snapshot becomes the disk, a bitmap colours the map.
  mutating func choose() -> [Effect] {
    guard let row = chosenRow(of: focus) else { return [] }
    switch focus {
    case .tables: return openEntry()
    case .snapshots: return snapshots.map { [.showSnapshot($0.rows[row])] } ?? []
    case .bitmaps: return color(by: row)
    case .chain: return show(chain[row])
    case .check: return goToFinding(row)
    case .runs:
      goToRun()
      return []
    case .fileRuns:
      openFileRun()
      return []
    case .volumes:
      openVolume()
      return []
    case .hits:
      goToHit()
      return []
    case .space:
      if let row = chosenRow {
        history.leave(here)
        showFile(at: row)
      }
      return []
    case .marks:
      goToPlace()
      return []
    case .header, .features, .map, .hex: return []
    }
  }

  mutating func show(_ row: ChainRow) -> [Effect] {
    if row.isDataFile {
      message = Message(.info, "a data file is no disk by itself: layer \(row.layer) shows it")
    } else if row.layer == 0 {
      return choice == nil ? [] : [.showWhole]
    } else if !row.isOpen {
      message = Message(
        .warning, row.canBeAllowed ? "that file is not open, a opens it" : "that file is not open")
    } else if whole.layers[row.layer].image == nil {
      message = Message(.info, "a raw file has no tables to show")
    } else {
      return [.showLayer(row.layer)]
    }
    return []
  }

  private mutating func color(by row: Int) -> [Effect] {
    guard let record = bitmaps?.rows[row] else { return [] }
    guard firstLayer == 0 else {
      message = Message(.info, "the bitmap is that of the whole disk, S goes back to it")
      return []
    }
    color(by: coloring == .bitmap(record) ? .state : .bitmap(record))
    if coloring != .state { show(.map) }
    return []
  }

  /// The chosen row of the list of layers.
  var chosenFile: ChainRow? { chosenRow(of: .chain).map { chain[$0] } }

  mutating func allowFile() -> [Effect] {
    guard let row = chosenFile else { return [] }
    guard !row.isOpen else {
      message = Message(.info, "that file is open")
      return []
    }
    if case .loop = row.verdict {
      message = Message(.warning, "that file is open already, further up")
      return []
    }
    guard let path = row.path else {
      message = Message(.warning, "\(row.name) is not a file and is never opened")
      return []
    }
    return [.allow(path)]
  }

  /// Tells what came of allowing a file.
  mutating func tell(ofAllowed path: FilePath) {
    guard let row = chain.last(where: { $0.path == path }) else { return }
    message =
      switch row.verdict {
      case .open, .newer: Message(.info, "\(path.displayed) is open")
      case .refused(let reason), .failed(let reason):
        Message(.warning, "\(path.displayed) is still not open: \(reason)")
      case .loop(let layer): Message(.warning, "\(path.displayed) is layer \(layer) again")
      }
  }
}
