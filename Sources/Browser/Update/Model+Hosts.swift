internal import QCOW2

extension Model {
  /// Shows the file on the map's pane instead of the disk, or the disk again, at the same byte.
  mutating func toggleHosts() {
    guard layout.panes[.map] != nil else {
      message = Message(.info, "the map is not on the screen, 2 shows it")
      return
    }
    hosts.isShown.toggle()
    if focus == .runs { focus = .fileRuns } else if focus == .fileRuns { focus = .runs }
    if hosts.isShown {
      hosts.linked = nil
      followGuest()
      let isThere = hosts.linked != nil
      message = Message(
        .info,
        isThere
          ? "the layout of the file, s goes back"
          : "the layout of the file, in which the byte under the cursor has no place of its own")
    }
    settle(isJump: true)
  }

  /// Brings the file's cursor to the byte under the disk's, if that has a place in the file.
  mutating func followGuest() {
    guard hosts.isShown || hexSpace == .host, let place = path.first, place.guest == cursor,
      hosts.linked != cursor, !image.hasDataFile
    else { return }
    let host: HostOffset? =
      switch place.mapping {
      case .data(let host), .zeroAllocated(let host): host
      case .compressed(let descriptor): descriptor.host
      case .unallocated, .zeroPlain, .missing, .damaged: nil
      }
    guard let host, host.rawValue < facts.fileLength else { return }
    (hosts.cursor, hosts.linked, hosts.leads) = (host, cursor, false)
    settle()
  }

  /// Moves the file's cursor.
  mutating func moveInFile(to place: HostOffset) {
    (hosts.cursor, hosts.leads) = (place, true)
    settle()
  }

  /// Takes what a stretch of the file is used for.
  mutating func take(_ map: Result<HostMap, ImageError>) {
    switch map {
    case .success(let map):
      (hosts.map, hosts.failure, hosts.isOld) = (map, nil, false)
    case .failure(let error): hosts.failure = "\(error)"
    }
  }

  /// Takes who refers to the file's cell under the cursor, to which the disk's cursor goes.
  mutating func take(_ owners: CellOwners) {
    hosts.owners = owners
    guard owners.range == ownedRange else { return }
    if hosts.isShown, hosts.opensHex { return showOwner(owners) }
    followFile()
  }

  /// Brings the disk's cursor to what the file's byte or cell under the cursor is to the disk, where
  /// the user moved through the file and that is known.
  mutating func followFile() {
    guard hosts.leads, let owners = hosts.owners, owners.range == ownedRange,
      let start = owners.guest, start < image.geometry.end, !showsSnapshot
    else { return }
    // With one cluster known, its byte is known too.
    let guest =
      isInFile && owners.isInPiece
      ? start.advanced(by: hosts.cursor - owners.range.lowerBound) ?? start : start
    (cursor, hosts.linked, hosts.leads) = (guest, guest, false)
    settle(isJump: true)
  }

  /// Shows the guest's bytes of the file's cell under the cursor.
  mutating func enterHostCell() -> [Effect] {
    guard let owners = hosts.owners, owners.range == hostCell else {
      hosts.opensHex = true
      message = Message(.info, "looking for who refers to this cell")
      return []
    }
    let isElsewhere = showsSnapshot && owners.guest != nil
    showOwner(owners)
    return isElsewhere ? [.showWhole] : []
  }

  private mutating func showOwner(_ owners: CellOwners) {
    hosts.opensHex = false
    guard let guest = owners.guest, guest < image.geometry.end else {
      let text = owners.text.isEmpty ? "nothing refers to it" : owners.text
      message = Message(.info, "no byte of the disk is in this cell: \(text)")
      return
    }
    hosts.linked = guest
    openHex(at: guest)
  }

  /// Shows all of the file with its cursor on the first cluster of an owner of bytes. The map's cells
  /// tell snapshots from the disk and not from one another, so the ledger says where that is.
  mutating func showFile(at row: SpaceRow) {
    guard let first = row.amount.first else { return }
    show(.map)
    hosts.isShown = true
    hosts.wantedCellBits = nil
    (hosts.cursor, hosts.linked, hosts.leads) = (first, cursor, true)
    settle(isJump: true)
    let owner = row.account.label(audit.snapshots)
    tell("the first cluster of \(owner) is at \(first), s goes back to the disk")
  }

  /// Shows one cluster a cell of the file around a place.
  mutating func showFile(at place: HostOffset) {
    show(.map)
    hosts.isShown = true
    hosts.wantedCellBits = image.geometry.clusterBits
    (hosts.cursor, hosts.linked) = (place, cursor)
    settle(isJump: true)
  }
}
