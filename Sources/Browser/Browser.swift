internal import QCOW2
package import Surface

/// The program: `wait -> events -> update -> draw -> present`, with jobs beside it.
///
/// Everything here runs on the thread that owns the terminal; jobs only post results.
package final class Browser {
  package private(set) var model: Model
  private let jobs: Jobs
  private var opensHexAt: Int?
  private var shownPage: PageRequest?
  private var shownRun: GuestOffset?
  private var detailRequest: CellFrame?
  private var generations: [JobKind: Int] = [:]

  /// What the hex view and the ribbon need.
  private struct PageRequest: Equatable {
    var range: Range<GuestOffset>
    var cursor: GuestOffset
  }

  /// How long a frame waits for the bytes of the place it shows: a warm cache needs far less, and a
  /// slow disk gets a frame without them first.
  private static let grace = Duration.milliseconds(8)

  /// How long after the first key of several help comes up.
  private static let hesitation = Duration.milliseconds(400)
  /// How long the cursor has to stay before the whole run around it is looked for.
  private static let rest = Duration.milliseconds(60)

  package init(_ model: Model, _ jobs: Jobs) {
    self.model = model
    self.jobs = jobs
  }

  /// Starts what every image needs: its partitions, and the scan once the first frame is out.
  package func start() {
    let image = model.image
    guard image.geometry.virtualSize > 0 else {
      model.survey.report { $0.isFinished = true }
      return model.refreshMap()
    }
    generations[.partitions] = jobs.start(.partitions) { _, post in
      post(.partitions(image.partitions()))
    }
    startScan()
  }

  /// Goes to an address before the first frame.
  ///
  /// - Throws: `AddressError` where the text names no place.
  package func start(at text: String) throws(AddressError) {
    model.receive(.partitions(model.image.partitions()))
    switch try AddressParser.parse(text, model.addressContext) {
    case .guest(let offset): model.place(at: offset)
    case .host(let offset): _ = perform(.searchHost(offset), nil)
    }
  }

  private func startScan() {
    let layout = model.mapLayout
    let bytes = layout.map { UInt64($0.cells) << UInt64(model.cellBits($0)) } ?? 0
    let top = model.mapTop
    let end = GuestOffset(min(model.image.geometry.virtualSize, top.rawValue + bytes))
    let job = ScanJob(model.image, model.survey, inView: top..<max(top, end))
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
      let isHesitating = !model.pressed.isEmpty && !model.showsContinuations
      let events = terminal.waitForEvents(timeout: isHesitating ? Self.hesitation : nil)
      model.showsContinuations = model.showsContinuations || isHesitating && events.isEmpty
      for event in events {
        for effect in model.update(event) where !perform(effect, terminal) {
          jobs.cancelAll()
          return ending(event)
        }
      }
      synchronize()
      if isWaitingForPage { waitBriefly(terminal) }
      present(on: terminal)
    }
  }

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
    var surface = terminal.makeSurface()
    let caret = Screenful.draw(model, on: &surface)
    terminal.present(surface, cursor: caret)
  }

  /// Applies events without a terminal and returns false once the program would leave.
  package func handle(_ event: Event) -> Bool {
    let stays = model.update(event).allSatisfy { perform($0, nil) }
    synchronize()
    return stays
  }

  /// Does what an update asked for; false means leave.
  private func perform(_ effect: Effect, _ terminal: (any Terminal)?) -> Bool {
    let image = model.image
    let cursor = model.cursor
    switch effect {
    case .quit: return false
    case .suspend: terminal?.suspend()
    case .redraw: terminal?.redraw()
    case .beep: terminal?.beep()
    case .search(let motion):
      let job = MotionJob(image, motion, from: cursor)
      startSearch { job.run($0, $1) }
    case .searchHost(let host):
      let job = HostSearchJob(image, host)
      startSearch { job.run($0, $1) }
    case .searchAllocated(let range):
      let job = AllocatedJob(image, range)
      opensHexAt = startSearch { job.run($0, $1) }
    case .preview(let offset):
      generations[.preview] = jobs.start(.preview) { cancellation, post in
        guard !cancellation.isCancelled else { return }
        post(.preview(image.mapping(at: offset).kind.name))
      }
    case .cancel(let kind): jobs.cancel(kind)
    case .abandon(let kind):
      jobs.cancel(kind)
      // An answer that is in the mailbox already belongs to the question that was dropped.
      generations[kind, default: 0] += 1
    }
    return true
  }

  @discardableResult
  private func startSearch(_ work: @escaping Jobs.Work) -> Int {
    let generation = jobs.start(.search, work)
    generations[.search] = generation
    return generation
  }

  /// Asks for what the screen needs and does not have, after taking what has arrived.
  package func synchronize() {
    takeReports()
    requestPage()
    requestDetail()
    takeReports()
  }

  private func takeReports() {
    let reports = jobs.takeReports()
    for report in reports where isCurrent(report) {
      model.receive(report.result, opensHex: report.generation == opensHexAt)
    }
    model.followMap()
    if !reports.isEmpty { requestPage() }
  }

  private func isCurrent(_ report: JobReport) -> Bool {
    // An inline job reports before its generation is known here.
    report.generation >= generations[report.kind, default: 0]
  }

  private func requestPage() {
    guard model.image.geometry.virtualSize > 0 else { return }
    let rows = model.layout.content(of: .hex)?.height ?? 0
    let bytes = UInt64(rows * (model.hexLayout?.bytesPerRow ?? 0))
    let top = model.hexTop
    let end = top.advanced(by: bytes) ?? model.image.geometry.end
    let wanted = PageRequest(range: top..<end, cursor: model.cursor)
    guard wanted != shownPage else { return }
    shownPage = wanted
    let image = model.image
    generations[.page] = jobs.start(.page) { cancellation, post in
      let page = HexPage(image, wanted.range, cancellation)
      guard !cancellation.isCancelled else { return }
      let translation = image.translation(of: wanted.cursor)
      post(.page(page, translation, hasWriter: image.storage.hasWriter()))
    }
    guard model.run?.range.contains(wanted.cursor) != true else { return jobs.cancel(.run) }
    generations[.run] = jobs.start(.run, after: Self.rest) { cancellation, post in
      if let run = RunJob(image, wanted.cursor).run(cancellation) { post(.run(run)) }
    }
  }

  private func requestDetail() {
    guard let wanted = model.wantedDetail, detailRequest != wanted else { return }
    detailRequest = wanted
    let image = model.image
    generations[.detail] = jobs.start(.detail) { cancellation, post in
      var grid = CellGrid(wanted)
      for segment in SegmentWalk(image, wanted.start..<wanted.end, firstSlices: 8) {
        guard !cancellation.isCancelled else { return }
        grid.add(segment)
      }
      post(.detail(grid))
    }
  }
}
