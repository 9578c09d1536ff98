internal import QCOW2

extension Model {
  /// The words that start the program again with what is on the screen now.
  var permalink: [String] {
    let image = whole.image.storage is FileStorage ? Self.name(of: whole) : "--demo"
    let layer = firstLayer > 0 ? ["--layer", "\(firstLayer)"] : snapshotOption
    return ["qcow2-tui", image] + sourceOptions + layer
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
}

/// `64k`: a power of two in the words of an expression.
private func shortSize(_ bytes: UInt64) -> String {
  let units = ["", "k", "M", "G", "T", "P"]
  var (number, unit) = (bytes, 0)
  while number >= 1024, unit < units.count - 1 { (number, unit) = (number >> 10, unit + 1) }
  return "\(number)\(units[unit])"
}
