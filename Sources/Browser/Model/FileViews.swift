package import QCOW2

/// Which views show the file instead of the disk.
package enum FileViews: String, CaseIterable, Sendable {
  case hex, map, both

  /// - Parameters:
  ///   - hex: Whether the hex view does.
  ///   - map: Whether the map does.
  init?(hex: Bool, map: Bool) {
    switch (hex, map) {
    case (true, true): self = .both
    case (true, false): self = .hex
    case (false, true): self = .map
    case (false, false): return nil
    }
  }

  var hasHex: Bool { self != .map }
  var hasMap: Bool { self != .hex }
}

extension Model {
  /// Makes the cells of the map as large as the largest power of two that is not larger than a size.
  package mutating func zoom(to bytes: UInt64) {
    let bits = UInt64.bitWidth - 1 - max(1, bytes).leadingZeroBitCount
    if hosts.isShown { hosts.wantedCellBits = bits } else { wantedCellBits = bits }
    settle()
  }

  /// Puts the cursor on a byte of the file.
  package mutating func place(at target: HostOffset) {
    (hosts.cursor, hosts.linked) = (target, cursor)
    settle(isJump: true)
  }

  /// Shows the file instead of the disk, as asked for at the start.
  package mutating func showFile(on views: FileViews) {
    if views.hasHex { hexSpace = .host }
    hosts.isShown = hosts.isShown || views.hasMap
    settle(isJump: true)
  }
}
