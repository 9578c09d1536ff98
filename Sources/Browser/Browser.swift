package import QCOW2
package import Surface
package import SystemPackage

/// The program: `wait -> events -> update -> draw -> present`, with jobs beside it.
///
/// Everything here runs on the thread that owns the terminal; jobs only post results.
package final class Browser {
  package internal(set) var model: Model
  let jobs: Jobs
  var opensHexAt: Int?
  var shownPage: PageRequest?
  var detailRequest: CellFrame?
  var tintRequest: TintRequest?
  var runsRequest: RunList.Request?
  var hostRequest: HostMap.Frame?
  var fileRunsRequest: Set<HostMap.Use>?
  var ownerRequest: Range<HostOffset>?
  var fieldRequest: HostOffset?
  /// The state of the files that the screen shows, where they are followed.
  var followMark: FollowMark?
  var shapeRequest: Range<UInt64>?
  var entryRequest: EntryPage.Request?
  /// The last change to the notes that was asked to be kept; nil where they are to be read first.
  var notesNumber: Int?
  var pageHitsRequest: PageHits.Request?
  let shelf = AnatomyShelf()
  var generations: [JobKind: Int] = [:]
  /// Opens the chain again with more files allowed; nil for an image that is in no file.
  package var reopen: Reopen?
  /// Opens other images; nil where only one is to be looked into.
  package var opener: Opener?
  var allowed: Set<FilePath> = []
  /// The file that was allowed last, until the disk with it is there.
  var allowedLast: FilePath?

  /// The folder that notes are kept in; nil where they are not kept.
  package var notesFolder: FilePath?

  /// What goes to the terminal's clipboard behind the next frame.
  var clipboard: String?
  /// What was shown before the tour's image.
  var beforeTour: Model?
  /// The command lines that are still to be run for what was asked for at the start.
  var opening: [String] = []
  /// Whether a comparison that is being opened was asked for at the start.
  var isOpening = false
  /// Why one of them failed.
  package internal(set) var openingFault: String?
  /// Whether the layout of the file was asked for too, which a comparison would hide.
  var fileComesBack = false
  /// How the terminal was told to show things.
  private var shownAppearance: Appearance?
  /// Makes an empty screen where there is no terminal.
  package var blank: (Size) -> Surface = { Surface(size: $0) }

  /// Opens the chain with the given files allowed besides what the gate allows.
  package typealias Reopen = @Sendable (Set<FilePath>) throws(ImageError) -> Disk

  /// Opens the image of that name with its chain, with the given files allowed besides.
  package typealias Opener = @Sendable (FilePath, Set<FilePath>) throws(ImageError) -> Disk

  /// What colours the map.
  struct TintRequest: Equatable {
    var frame: CellFrame
    var coloring: Coloring
  }

  /// How long a frame waits for the bytes of the place it shows: a warm cache needs far less, and a
  /// slow disk gets a frame without them first.
  private static let grace = Duration.milliseconds(8)

  /// How long after the first key of several help comes up.
  private static let hesitation = Duration.milliseconds(400)

  /// How often is looked who writes.
  static let pulse = Duration.seconds(1)

  package init(_ model: Model, _ jobs: Jobs) {
    self.model = model
    self.jobs = jobs
  }

  /// Starts what every image needs: its partitions, and the scan once the first frame is out.
  package func start() {
    rereadNotes()
    let disk = model.disk
    guard disk.geometry.virtualSize > 0 else {
      model.survey.report { $0.isFinished = true }
      model.refreshMap()
      return readLists()
    }
    generations[.partitions] = jobs.start(.partitions) { _, post in
      post(.partitions(disk.partitionTable()))
    }
    readLists()
    startScan()
    startComparison()
  }

  private func readLists() {
    let image = model.whole.image
    generations[.lists] = jobs.start(.lists) { _, post in
      post(.lists(Listing(snapshotsOf: image), Listing(bitmapsOf: image)))
    }
  }

  /// Goes to an address before the first frame.
  ///
  /// - Throws: `AddressError` where the text names no place.
  package func start(at text: String) throws(AddressError) {
    model.receive(.partitions(model.disk.partitionTable()))
    switch try AddressParser.parse(text, model.addressContext) {
    case .guest(let offset): model.place(at: offset)
    case .host(let offset): _ = perform(.searchHost(offset), nil)
    }
  }

  /// Shows the file on some views, at a byte of it, with cells of the map of a size, and the hex view
  /// from a byte on, before the first frame.
  package func start(
    _ views: FileViews?, at place: HostOffset?, zoom bytes: UInt64?, top: UInt64?
  ) {
    if let views { model.showFile(on: views) }
    if let bytes { model.zoom(to: bytes) }
    if let place { model.place(at: place) }
    // The size of the screen is not known yet, so that the cursor may seem out of sight.
    if let top { model.scrollHex(to: top) }
  }

  private func startScan() {
    guard !model.survey.progress.isFinished else { return }
    let layout = model.mapLayout
    let bytes = layout.map { UInt64($0.cells) << UInt64(model.cellBits($0)) } ?? 0
    let top = model.mapTop
    let end = GuestOffset(min(model.image.geometry.virtualSize, top.rawValue + bytes))
    let job = ScanJob(model.disk, model.survey, inView: top..<max(top, end))
    generations[.scan] = jobs.start(.scan) { job.run($0, $1) }
  }

  /// Why a session is over.
  package enum Ending: Equatable, Sendable {
    /// The user left.
    case left
    /// A signal asked for it.
    case signal(Int32)
    /// The terminal is gone.
    case lost
  }

  /// Runs until the user leaves or the terminal does.
  package func run(on terminal: some Terminal) -> Ending {
    _ = model.update(.resize(terminal.size))
    synchronize()
    present(on: terminal)
    start()
    while true {
      watchWriter()
      let isHesitating = !model.pressed.isEmpty && !model.showsContinuations
      let events = terminal.waitForEvents(timeout: isHesitating ? Self.hesitation : nil)
      if isHesitating, events.isEmpty { hesitate() }
      for event in events {
        for effect in model.update(event) where !perform(effect, terminal) {
          jobs.cancelAll()
          finishNotes()
          jobs.wait(for: .export, atMost: .seconds(5))
          return ending(event)
        }
      }
      let hasNews = synchronize()
      // Most of the time a look finds nothing, and then nothing is drawn.
      if !hasNews, events == [.wake] { continue }
      if isWaitingForPage { waitBriefly(terminal) }
      present(on: terminal)
    }
  }

  /// Shows what may follow a half-typed key.
  package func hesitate() { model.showsContinuations = !model.pressed.isEmpty }

  /// Says something on the last line.
  package func say(_ level: Model.Message.Level, _ text: String) {
    model.message = Model.Message(level, text)
  }

  /// Takes the lines of a file of settings.
  package func configure(_ text: String, from name: String) { model.configure(text, from: name) }

  private func ending(_ event: Event) -> Ending {
    switch event {
    case .terminate(let number): .signal(number)
    case .lost: .lost
    default: .left
    }
  }

  /// Gives a page that is nearly there the time to make it into this frame.
  private func waitBriefly(_ terminal: some Terminal) {
    let deadline = ContinuousClock.now + Self.grace
    while isWaitingForPage, ContinuousClock.now < deadline {
      jobs.waitForPage(until: deadline)
      takeReports()
    }
  }

  private var isWaitingForPage: Bool { jobs.isRunning(.page) }

  private func present(on terminal: some Terminal) {
    takeReports()
    let appearance = model.appearance
    if appearance != shownAppearance {
      terminal.apply(appearance)
      shownAppearance = appearance
    }
    terminal.takePastes(model.prompt != nil)
    var surface = terminal.makeSurface()
    let caret = Screenful.draw(model, on: &surface)
    terminal.present(
      surface, cursor: caret, showsCursor: model.prompt != nil || appearance.showsCursor)
    if let text = clipboard { terminal.copy(encodedBase64(text.utf8)) }
    clipboard = nil
  }

  /// Applies events without a terminal and returns false once the program would leave.
  package func handle(_ event: Event) -> Bool {
    let stays = model.update(event).allSatisfy { perform($0, nil) }
    synchronize()
    return stays
  }

  /// Does what an update asked for; false means leave.
  func perform(_ effect: Effect, _ terminal: (any Terminal)?) -> Bool {
    let disk = model.disk
    switch effect {
    case .quit: return false
    case .suspend: terminal?.suspend()
    case .redraw: terminal?.redraw()
    case .beep: terminal?.beep()
    case .search(let motion):
      search(motion)
    case .find(let quest): find(quest)
    case .export(let subject, let path):
      let job = ExportJob(subject, to: path, of: disk)
      generations[.export] = jobs.start(.export) { job.run($0, $1) }
    case .exportList(let list, let path):
      let job = ListExportJob(list, to: path)
      generations[.export] = jobs.start(.export) { job.run($0, $1) }
    case .yank(let form, let subject): yank(form, subject)
    case .copy(let text): clipboard = text
    case .hash(let bytes, let algorithm): hash(bytes, by: algorithm)
    case .scanZeros: scanZeros()
    case .listHits(let term, let space): listHits(term, in: space)
    case .searchHost(let host):
      let job = HostSearchJob(disk.image, host)
      startSearch { job.run($0, $1) }
    case .searchAllocated(let range):
      let job = AllocatedJob(disk, range)
      opensHexAt = startSearch { job.run($0, $1) }
    case .explain(let space, let place): explain(space, place)
    case .explainEntry(let table, let row): explain(table, row)
    case .preview(let offset):
      generations[.preview] = jobs.start(.preview) { cancellation, post in
        guard !cancellation.isCancelled else { return }
        post(.preview(disk.segment(at: offset).kind.name))
      }
    case .listFiles(let path, let start):
      generations[.files] = jobs.start(.files) { _, post in
        post(.files(FileNames.beginning(path), beginning: path, from: start))
      }
    case .showSnapshot(let record): show(record)
    case .showLayer(let layer):
      if let chosen = model.whole.beginning(with: layer) {
        show(chosen, of: model.whole, choice: Model.name(ofLayer: layer, model.whole))
      }
    case .showHop(let step, let way): showHop(step, way)
    case .comeBack(let shown, let place): comeBack(shown, place)
    case .showWhole: show(model.whole, of: model.whole, choice: nil)
    case .reload: reload()
    case .allow(let path): allow(path)
    case .resumeScan: startScan()
    case .recount: hostRequest = nil
    case .recolor: tintRequest = nil
    case .openDemo: openDemo()
    case .closeDemo: closeDemo()
    case .openFile(let path): openFile(path)
    case .saveRuns(let path): saveRuns(path)
    case .compare(let other): open(other)
    case .follow: follow()
    case .goOnComparing:
      model.comparison?.isAwaited = true
      startComparison()
    case .step(let snapshot): step(to: snapshot)
    case .saveScreen(let path): saveScreen(path, terminal)
    case .cancel(let kind): jobs.cancel(kind)
    case .abandon(let kind):
      jobs.cancel(kind)
      // An answer that is in the mailbox already belongs to the question that was dropped.
      generations[kind, default: 0] += 1
    }
    return true
  }

  @discardableResult
  func startSearch(_ work: @escaping Jobs.Work) -> Int {
    let generation = jobs.start(.search, work)
    generations[.search] = generation
    return generation
  }

  /// Asks for what the screen needs and does not have, after taking what has arrived.
  ///
  /// - Returns: Whether something has.
  @discardableResult
  package func synchronize() -> Bool {
    let hadNews = takeReports()
    requestPage()
    requestField()
    requestShape()
    requestEntries()
    requestPageHits()
    requestDetail()
    requestTint()
    requestCheck()
    requestVolumes()
    requestRuns()
    requestFileRuns()
    requestHostMap()
    if notesNumber != nil { requestNotes() }
    let hasJobs = model.take(running: jobs.running)
    // Where the map has just come, the cursor may go to a cell of it.
    let hasMap = takeReports()
    requestOwners()
    return takeReports() || hasMap || hadNews || hasJobs
  }

  @discardableResult
  private func takeReports() -> Bool {
    let reports = jobs.takeReports()
    for report in reports where isCurrent(report) {
      if case .yanked(let yank) = report.result, yank.fits { clipboard = yank.text }
      model.receive(report.result, opensHex: report.generation == opensHexAt)
      if case .demo(.success(let disk)) = report.result { showTour(disk) }
      if case .opened(.success(let opened)) = report.result { show(opened) }
      if case .other(let disk, let other) = report.result { take(disk, other) }
      if case .lists = report.result { goOnOpening() }
      if case .changed(let mark) = report.result { readChange(mark) }
      if case .followed(let reading) = report.result { take(reading) }
      if case .openedFile(.success(let disk), let path) = report.result { showFile(disk, path) }
      // What is on the screen may be another thing by now.
      if case .writer(true) = report.result { forgetPage() }
    }
    model.followMap()
    if !reports.isEmpty {
      requestPage()
      requestField()
      requestPageHits()
    }
    return !reports.isEmpty
  }

  private func isCurrent(_ report: JobReport) -> Bool {
    // An inline job reports before its generation is known here.
    report.generation >= generations[report.kind, default: 0]
  }

  private func requestDetail() {
    guard let wanted = model.wantedDetail, detailRequest != wanted else { return }
    detailRequest = wanted
    let disk = model.disk
    generations[.detail] = jobs.start(.detail) { cancellation, post in
      if let grid = CellGrid(wanted, of: disk, cancellation) { post(.detail(grid)) }
    }
  }
}
