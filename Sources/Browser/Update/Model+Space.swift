internal import QCOW2

extension Model {
  /// Whether the keys move through the file's bytes.
  var isInFile: Bool { hexSpace == .host && focus == .hex }

  /// Takes the bytes on the screen.
  mutating func take(_ report: PageReport) {
    if let page = report.page {
      if follow != nil, let old = self.page, old.range == page.range, old.differs(from: page) {
        follow?.page = old
      }
      (self.page, otherPage) = (page, report.otherPage)
    }
    if let page = report.hostPage {
      if follow != nil, let old = hostPage, old.range == page.range, old.differs(from: page) {
        follow?.hostPage = old
      }
      hostPage = page
    }
    path = report.path
    cluster = report.cluster
    hasWriter = report.hasWriter
    followGuest()
  }

  /// Turns the focused pane from the disk to the file, and back.
  mutating func toggleSpace() {
    switch focus {
    case .hex, .hits: toggleHexSpace()
    case .tables: toggleTables()
    default: toggleHosts()
    }
  }

  /// Shows the bytes of the file instead of the disk's, or the disk's again, at the same byte.
  mutating func toggleHexSpace() {
    dropSelection()
    hexSpace = hexSpace == .guest ? .host : .guest
    if hexSpace == .host {
      hosts.linked = nil
      followGuest()
    }
    settle(isJump: true)
  }
}
