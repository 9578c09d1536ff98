internal import QCOW2

extension Model {
  /// What corruption touches of the disk that is shown. A check tells it of the active disk only.
  package var damage: [DamageMark] { showsSnapshot ? [] : audit.marks }

  /// Whether the disk is an internal snapshot.
  var showsSnapshot: Bool { disk !== whole && firstLayer == 0 }

  /// Goes to what the chosen finding touches: the guest's bytes where it has any, on the disk or the
  /// snapshot that needs them, else the place in the file.
  mutating func goToFinding(_ row: Int) -> [Effect] {
    let group = audit.groups[row]
    history.leave(here)
    if let effects = goToGuest(group) {
      message = Message(.info, group.message)
      return effects
    }
    showFile(at: group.host?.lowerBound ?? group.first.offset)
    message = Message(.info, group.message)
    return []
  }

  private mutating func goToGuest(_ group: FindingGroup) -> [Effect]? {
    guard let start = group.guest.ranges.first?.lowerBound, start < image.geometry.end else {
      return nil
    }
    if let index = group.holders.snapshot {
      guard firstLayer == 0, audit.snapshots.indices.contains(index) else { return nil }
      openHex(at: start)
      return [.showSnapshot(audit.snapshots[index])]
    }
    guard group.holders.includeActive || !group.holders.includeSnapshots else { return nil }
    openHex(at: start)
    return showsSnapshot ? [.showWhole] : []
  }

  /// Shows a place in the hex view.
  mutating func openHex(at target: GuestOffset) {
    jump(to: target)
    if !screen.panes.contains(.hex) { show(.hex) }
    focus = .hex
    settle(isJump: true)
  }
}
