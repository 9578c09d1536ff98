internal import QCOW2

extension Model {
  /// Follows an image that is written to, or leaves it as it is.
  mutating func toggleFollow() -> [Effect] {
    guard follow == nil else {
      follow = nil
      if wantedColoring == .scheme(.changes) { wantedColoring = .state }
      tell("not followed any more, R reads the image again")
      return []
    }
    guard choice == nil else {
      tell("only the whole disk is followed, S goes back to it")
      return []
    }
    follow = Follow()
    tell("followed: read again when it changes, once a second at most; c lights it")
    return [.follow]
  }

  /// There is nothing to follow any more.
  mutating func endFollowing(_ reason: String) {
    guard follow != nil else { return }
    follow = nil
    if wantedColoring == .scheme(.changes) { wantedColoring = .state }
    message = Message(.warning, reason)
  }

  /// Counts a reading, and says where one made no sense.
  mutating func countReading(_ report: FollowReport) {
    let wasTorn = follow?.isTorn == true
    let error: ImageError? = if case .failure(let error) = report.result { error } else { nil }
    let isTorn = report.isTorn || error != nil
    follow?.readings += 1
    follow?.isTorn = isTorn
    if isTorn { follow?.torn += 1 }
    if let error, !wasTorn {
      message = Message(
        .warning, "read in the middle of a change, tried again in a second: \(error)")
    }
  }

  /// The disk as it was read again, shown at the same place.
  init(_ reading: FollowReport.Reading, like other: Model) {
    let disk = reading.disk
    self.init(disk, of: disk, choice: nil, like: other, survey: reading.survey)
    message = other.message
    (prompt, pressed, overlay) = (other.prompt, other.pressed, other.overlay)
    (explanations, showsContinuations) = (other.explanations, other.showsContinuations)
    (marking, lastMotion, isSearching) = (other.marking, other.lastMotion, other.isSearching)
    (page, hostPage, otherPage) = (other.page, other.hostPage, other.otherPage)
    (path, cluster, fieldNote) = (other.path, other.cluster, other.fieldNote)
    (partitions, lastFocus) = (other.partitions, other.lastFocus)
    if screen == .volumes { volumes = other.volumes }
    keepCounts(of: other)
    // What was written in place leaves the tables, and what was lit, as they are.
    if reading.survey.differs(from: other.survey) {
      follow?.survey = other.survey
      follow?.detail = other.detail
    }
    detail = reading.detail
    receive(.lists(reading.snapshots, reading.bitmaps))
    settle()
    refreshMap()
    takeChanges()
  }

  /// What takes long to count stays, and says that it is old.
  private mutating func keepCounts(of other: Model) {
    if other.hosts.isShown {
      hosts = other.hosts
      hosts.isOld = hosts.map != nil
    }
    guard other.audit.state == .running || other.screen.needsCheck else { return }
    audit = other.audit
    audit.isOld = audit.state == .done
  }

  /// Colours the cells whose tables the last reading found changed.
  mutating func takeChanges() {
    guard coloring == .scheme(.changes) else { return }
    guard let frame = mapFrame, let now = grid, now.frame == frame else { return }
    var classes = ClassGrid(frame, .changes)
    if let before = follow?.grid(frame), before.frame == frame {
      for cell in 0..<frame.count where !frame.range(of: cell).isEmpty {
        let hasChanged = before.digests[cell] != now.digests[cell]
        classes.count(cell, as: hasChanged ? 0 : 1)
      }
      classes.percent = 100
    } else if follow?.survey == nil {
      for cell in 0..<frame.count where !frame.range(of: cell).isEmpty {
        classes.count(cell, as: 1)
      }
      classes.percent = 100
    }
    tint = .classes(classes)
  }

  /// Whether a byte on the hex view was another one before it changed.
  func hasChanged(at place: UInt64) -> Bool {
    guard let follow, case .value(let now) = hexByte(at: place) else { return false }
    let before =
      switch hexSpace {
      case .guest: follow.page?.byte(at: GuestOffset(place)) ?? .absent
      case .host: follow.hostPage?.byte(at: HostOffset(place)) ?? .absent
      }
    if case .value(let old) = before { return old != now }
    return false
  }
}
