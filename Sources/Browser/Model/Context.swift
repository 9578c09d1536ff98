/// Where a key means something.
package enum Context: CaseIterable, Hashable, Sendable {
  /// Over every pane and every page of text.
  case everywhere
  /// Over every pane, but on no page of text.
  case browse
  /// On a page of text over the panes: help, messages and the like.
  case page
  /// On the list of jobs.
  case jobs
  /// On the list of settings.
  case settings
  /// While a hop of the path is chosen.
  case hops
  /// While the tour is open.
  case tour
  /// With the map in focus.
  case map
  /// With the layout of the file in focus.
  case hosts
  /// With the list of runs in focus.
  case runs
  /// With the list of the file's runs in focus.
  case fileRuns
  /// With the list of matches in focus.
  case hits
  /// With the hex view in focus.
  case hex
  /// With the entries of a table in focus.
  case tables
  /// With a list in focus.
  case list
  /// With any list in focus.
  case rows
  /// With the list of bitmaps in focus.
  case bitmaps
  /// With the list of layers in focus.
  case chain
  /// With the findings of a check in focus.
  case check
  /// With the volumes of the guest in focus.
  case volumes
  /// With the owners of the file's bytes in focus.
  case space
  /// With the list of marks and notes in focus.
  case marks
}

extension Model {
  /// The contexts in which a key is looked up, that of the focused pane or page first.
  package var contexts: [Context] {
    if let overlay { return overlay.contexts + [.everywhere] }
    return (shownHop == nil ? [] : [.hops]) + paneContexts + (focus.canBeArranged ? [.rows] : [])
      + (shell.tour == nil ? [] : [.tour]) + [
        .browse, .everywhere,
      ]
  }

  /// The contexts of the focused pane alone.
  var paneContexts: [Context] {
    switch focus {
    case .map: [hosts.isShown ? .hosts : .map]
    case .hex: [.hex]
    case .header, .features: []
    case .tables: [.tables]
    case .snapshots: [.list]
    case .bitmaps: [.bitmaps, .list]
    case .chain: [.chain, .list]
    case .runs: [.runs]
    case .fileRuns: [.fileRuns]
    case .hits: [.hits]
    case .check: [.check]
    case .volumes: [.volumes]
    case .space: [.space]
    case .marks: [.marks]
    }
  }
}
