package import QCOW2
package import Surface

/// Everything the screen shows. Views read it, `update` changes it, nothing else does.
package struct Model: Sendable {
  /// A line that stays until the next action.
  package struct Message: Equatable, Sendable {
    package enum Level: Equatable, Sendable {
      case info, warning, error
      /// How far something is; not kept.
      case progress
    }
    package var level: Level
    package var text: String

    package init(_ level: Level, _ text: String) {
      self.level = level
      self.text = text
    }
  }

  /// The disk that every view shows.
  package let disk: Disk
  /// The disk as a guest sees it now; `disk` may be one of its layers or snapshots.
  package let whole: Disk
  /// What `disk` is, where it is not the whole, for the title.
  package let choice: String?
  /// The files of the whole disk.
  package let chain: [ChainRow]
  package let facts: ImageFacts
  package let survey: Survey

  package var size: Size
  package var screen = Screen.main
  package var focus = Pane.hex
  package var isZoomed = false
  /// The pane that had the focus when a view was left.
  var lastFocus: [Screen: Pane] = [:]
  /// The view that the list of marks was opened from.
  var screenBelow = Screen.main

  /// The one place that map and hex view share.
  package internal(set) var cursor = GuestOffset.zero
  /// What the hex view shows the bytes of.
  package internal(set) var hexSpace = AddressSpace.guest
  /// The first byte on the hex view.
  package internal(set) var hexTop = GuestOffset.zero
  /// The same where it shows the file.
  package internal(set) var hostTop = HostOffset.zero
  /// The bytes per row the user chose, or nil.
  package internal(set) var wantedRowWidth: Int?
  package internal(set) var page: HexPage?
  package internal(set) var hostPage: HostPage?
  /// What the file's byte under the cursor, or one that was, is part of.
  package internal(set) var fieldNote: FieldNote?
  /// What structures the bytes of the file on the screen are part of.
  package internal(set) var hostShape: HostShape?
  /// The page that explains a byte; nil while it is being written.
  package internal(set) var explanations: [Explanation]?
  /// How a selection is being made.
  var marking: Marking?
  /// How the cursor's byte is found: a translation for each image on the way.
  package internal(set) var path: [Translation] = []
  /// The hop of that way that was chosen last.
  package internal(set) var chosenHop: ChosenHop?
  /// The subclusters of the cursor's cluster, where the image has them.
  package internal(set) var cluster: CellGrid?
  /// The whole run around the cursor, once it is known.
  package internal(set) var run: Extent?

  /// The first row of the map.
  package internal(set) var mapTop = GuestOffset.zero
  /// The binary logarithm of a map cell's bytes, or nil to fit the disk.
  package internal(set) var wantedCellBits: Int?
  /// The cells on the screen as far as they are known.
  package internal(set) var grid: CellGrid?
  /// Cells finer than the survey's, for one place of the map.
  package internal(set) var detail: CellGrid?
  package internal(set) var surveyed = KindCounts()
  package internal(set) var progress = Survey.Progress()

  /// The internal snapshots and dirty bitmaps, once they are read.
  package internal(set) var snapshots: Listing<SnapshotRecord>?
  package internal(set) var bitmaps: Listing<BitmapRecord>?
  /// What was asked to colour the map; see `coloring`.
  var wantedColoring = Coloring.state
  /// The states that the map shows; empty for all.
  package internal(set) var shownStates: Set<ShownState> = []
  /// How the cells of the disk's map are drawn.
  package internal(set) var glyphMode = GlyphMode.shade
  /// What was found out about the bytes of the disk's clusters.
  let contents = ContentCache()
  /// What the disk is compared with.
  package internal(set) var comparison: Comparison?
  /// The other disk's bytes beside those on the hex view.
  package internal(set) var otherPage: HexPage?
  /// Whether the image is followed.
  package internal(set) var follow: Follow?
  /// The snapshot that the disk is, if it is one.
  package internal(set) var snapshot: SnapshotRecord?
  /// What that says of each cell.
  package internal(set) var tint: Tint?

  /// The chosen row of each list.
  package internal(set) var chosen: [Pane: Int] = [:]
  /// How the rows of lists are arranged, where that is not their own order.
  package internal(set) var arrangements: [Pane: Arrangement] = [:]
  /// The row of the view's list that was asked for at the start, until its rows are there.
  var wantedPlace: ListPlace?
  /// How far each list is scrolled.
  package internal(set) var scroll: [Pane: Int] = [:]
  package internal(set) var history = History()
  /// What is noted about the image.
  package internal(set) var notebook = Notebook()
  package internal(set) var partitions: PartitionTable?
  /// What lies in the partitions, once that was asked for.
  package internal(set) var volumes: VolumeRows?
  package internal(set) var lastMotion: Motion?

  package internal(set) var prompt: Prompt?
  /// What was typed before, for each kind of prompt: a number means something else in each.
  package internal(set) var promptHistory: [Prompt.Purpose: [String]] = [:]
  package internal(set) var pressed: [KeyPress] = []
  /// Whether the user hesitates over a half-typed key.
  package var showsContinuations = false
  package internal(set) var message: Message? {
    didSet { if let message { shell.log.add(message) } }
  }
  /// The page of text over the panes, if one is open.
  package internal(set) var overlay: Overlay?
  /// Whether another program is writing to the image.
  package internal(set) var hasWriter: Bool?
  /// What has become of the file since it was read.
  package internal(set) var fileTrouble: FileTrouble?
  package internal(set) var isSearching = false
  /// What is looked for.
  package internal(set) var hunt = Hunt()
  /// Whether the runs around the cursor are listed beside the map, and what is known of them.
  package internal(set) var showsRuns = false
  package internal(set) var runs: RunList?
  /// The layout of the file.
  package internal(set) var hosts = HostLayout()
  /// The entries of tables.
  package internal(set) var entries = EntryList()
  /// What a check of the file told.
  package internal(set) var audit = Audit()
  /// What stays when another disk is shown.
  package internal(set) var shell = Shell()
  var interrupts = 0
  var lastClick: Click?

  /// - Parameters:
  ///   - disk: The disk that every view shows.
  ///   - size: The screen.
  ///   - whole: The disk as a guest sees it now, if that is another.
  ///   - choice: What `disk` is of it.
  ///   - survey: What is known of its map already.
  package init(
    _ disk: Disk, size: Size, of whole: Disk? = nil, choice: String? = nil, survey: Survey? = nil
  ) {
    self.disk = disk
    self.whole = whole ?? disk
    self.choice = choice
    chain = ChainRow.rows(of: self.whole)
    self.size = size
    let image = disk.image
    facts = ImageFacts(disk)
    self.survey = survey ?? Survey(image.geometry)
    hasWriter = disk.hasWriter()
  }

  /// Another disk, shown in the same way at the same place.
  init(
    _ disk: Disk, of whole: Disk, choice: String?, like other: Model, survey: Survey? = nil
  ) {
    self.init(disk, size: other.size, of: whole, choice: choice, survey: survey)
    screen = other.screen
    focus = other.focus
    isZoomed = other.isZoomed
    screenBelow = other.screenBelow
    cursor = other.cursor
    (hexTop, entries.table) = (other.hexTop, other.entries.table)
    if hexTop.rawValue >= disk.geometry.virtualSize { hexTop = .zero }
    (hexSpace, hostTop) = (other.hexSpace, other.hostTop)
    wantedRowWidth = other.wantedRowWidth
    chosen = other.chosen
    scroll = other.scroll
    arrangements = other.arrangements
    if whole.layers.first?.identity == other.whole.layers.first?.identity {
      notebook = other.notebook
      if choice == nil { follow = other.follow }
    }
    history = other.history
    promptHistory = other.promptHistory
    shell = other.shell
    let isSame = whole === other.whole
    // Snapshots are in the same file; a check that was running has to begin again.
    let isSameFile = isSame && firstLayer == other.firstLayer
    if isSameFile, other.audit.state != .running { audit = other.audit }
    (showsRuns, hosts) = (other.showsRuns, other.hosts)
    if !isSameFile { hosts.forget() }
    hunt = other.hunt.anew
    shownStates = other.shownStates
    comparison = other.comparison.map { Comparison($0.disk, $0.other, $0.name, with: disk) }
    if disk.geometry.virtualSize == other.disk.geometry.virtualSize,
      disk.geometry.subclusterSize == other.disk.geometry.subclusterSize
    {
      (wantedCellBits, mapTop) = (other.wantedCellBits, other.mapTop)
    }
    (wantedColoring, glyphMode) = (other.wantedColoring, other.glyphMode)
    if isSame {
      (snapshots, bitmaps) = (other.snapshots, other.bitmaps)
    }
    message = Message(
      .info,
      choice.map { "every view shows \($0), S goes back" }
        ?? (isSame ? "the whole disk" : "the whole disk, read again"))
    settle(isJump: true)
  }

  /// Another image, shown on the same view from its start.
  init(opened disk: Disk, like other: Model) {
    self.init(disk, size: other.size)
    shell = other.shell
    shell.tour = nil
    promptHistory = other.promptHistory
    (screen, focus, isZoomed) = (other.screen, other.focus, other.isZoomed)
    (wantedRowWidth, glyphMode) = (other.wantedRowWidth, other.glyphMode)
    if focus == .runs { focus = .map }
    message = Message(.info, "\(facts.name) is open, every view shows it")
    settle(isJump: true)
  }

  /// The number that the first layer of the disk has in the whole chain.
  package var firstLayer: Int { whole.layers.count - disk.layers.count }

  /// What colours the map: what was asked for, where the disk that is shown has it. A bitmap is about
  /// the image on top and says nothing of the layers below.
  package var coloring: Coloring {
    switch wantedColoring {
    case .layer where disk.layers.count == 1: .state
    case .bitmap where firstLayer > 0: .state
    case .scheme(.sharing) where !hasSnapshots: .state
    case .scheme(.difference) where comparison == nil: .state
    case .scheme(.changes) where follow == nil: .state
    default: wantedColoring
    }
  }

  /// Whether the header breaks no rule, so that what its tables map can be told.
  var hasUsableHeader: Bool { image.file.headerRefusal == nil }

  /// Whether the image has internal snapshots, whose clusters may be shared.
  var hasSnapshots: Bool { firstLayer == 0 && whole.image.file.usableHeader[.nbSnapshots] > 0 }

  /// Whether a bitmap that colours the map is one of those that the image has now.
  var hasColoring: Bool {
    if case .bitmap(let record) = coloring { bitmaps?.rows.contains(record) == true } else { true }
  }

  /// The image on top of the disk.
  package var image: Image { disk.image }

  package var layout: Layout {
    Layout(
      size, panes(of: screen), focus: focus, isZoomed: isZoomed, growth: shell.growth,
      values: valuesWish, hasTour: shell.tour != nil)
  }

  /// Whether the view would show more than the focused pane if that were not zoomed.
  package var hasOtherPanes: Bool {
    Layout(
      size, panes(of: screen), focus: focus, isZoomed: false, hasTour: shell.tour != nil
    ).panes.count > 1
  }

  /// The hex view's rows and columns, or nil where it is not shown.
  package var hexLayout: HexLayout? {
    layout.content(of: .hex).map {
      HexLayout(width: $0.width, wanted: wantedRowWidth, needed: offsetColumns)
    }
  }

  /// The map's rows and columns, or nil where it is not shown.
  package var mapLayout: MapLayout? {
    layout.content(of: .map).map {
      MapLayout(
        width: $0.width, height: $0.height, image.geometry, mode: glyphMode,
        hasBands: partitions?.usable.isEmpty == false)
    }
  }

  /// The binary logarithm of a map cell's bytes.
  package func cellBits(_ layout: MapLayout) -> Int {
    max(layout.unitBits, min(wantedCellBits ?? layout.fittingBits, layout.fittingBits))
  }

  /// The guest range of the cell that the cursor is in, or nil where the map is not shown.
  package var cursorCell: Range<GuestOffset>? {
    mapLayout.map { layout in
      let bits = UInt64(cellBits(layout))
      let start = (cursor.rawValue >> bits) << bits
      let end = min(image.geometry.virtualSize, start + 1 << bits)
      return GuestOffset(start)..<GuestOffset(end)
    }
  }

  /// What address expressions may refer to.
  package var addressContext: AddressContext {
    var context = AddressContext(geometry: image.geometry, cursor: cursor, marks: marks)
    if let partitions { context.take(partitions) }
    return context
  }
}
