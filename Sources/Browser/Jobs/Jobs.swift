internal import Dispatch
package import QCOW2
internal import Synchronization
package import SystemPackage

/// The kinds of background work. A newer job of a kind cancels the older one.
package enum JobKind: CaseIterable, Hashable, Sendable {
  /// The bytes and the translation that the screen shows.
  case page
  /// The whole run around the cursor.
  case run
  /// The whole disk, for the map.
  case scan
  /// The cells of a map that is zoomed in.
  case detail
  /// A jump or a search for the owner of a host offset.
  case search
  /// What an expression that is being typed points at.
  case preview
  /// The names of files, for completion.
  case files
  /// The guest's partition table.
  case partitions
  /// What lies in the partitions.
  case volumes
  /// The lists of snapshots and bitmaps.
  case lists
  /// What layers or a bitmap say of the map's cells.
  case tint
  /// Another disk to show: a snapshot, the chain with a file more, or the same files read again.
  case open
  /// Whether another program writes to the image.
  case watch
  /// Whether the file is sound, and where its bytes go.
  case check
  /// The runs around the cursor.
  case runs
  /// All places that have what was looked for.
  case hits
  /// Those on the screen.
  case pageHits
  /// The hash of some bytes.
  case hash
  /// Clusters that hold zeros only.
  case zeros
  /// Bytes to be copied.
  case yank
  /// Bytes, or a list, to a file.
  case export
  /// What the clusters of the file are used for, for its map.
  case hosts
  /// The runs of the file.
  case fileRuns
  /// Who refers to a cell of that map.
  case owners
  /// The field under the cursor in the bytes of the file.
  case field
  /// The structures of the file's bytes on the screen.
  case shape
  /// The entries of a table.
  case entries
  /// What the byte under the cursor is, in all words.
  case explanation
  /// What was noted about the image, from and to its file.
  case notes
  /// The runs of the disk, for a file.
  case save
  /// How two disks differ.
  case compare
  /// A changed image, read again.
  case follow
}

extension JobKind {
  /// Those that a user waits for and that go on when another disk is shown.
  static let outliving: [JobKind] = [.export, .hash, .zeros]
}

/// What a job has to say. `generation` tells an answer to an old question from one to the newest.
package struct JobReport: Sendable {
  package let kind: JobKind
  package let generation: Int
  package let result: JobResult
}

/// The results of jobs.
package enum JobResult: Sendable {
  case page(PageReport)
  case run(Extent?)
  case writer(Bool?)
  case fileTrouble(FileTrouble?)
  case surveyed
  case detail(CellGrid)
  case found(SearchResult)
  case searching(String)
  case preview(String)
  case partitions(PartitionTable)
  case volumes(VolumeRows)
  case lists(Listing<SnapshotRecord>, Listing<BitmapRecord>)
  case tint(Tint)
  case audit(Audit)
  case hosts(Result<HostMap, ImageError>)
  case owners(CellOwners)
  case field(FieldNote)
  case shape(HostShape)
  case entries(EntryPage)
  case explained([Explanation])
  case runs(RunList)
  case fileRuns(Result<FileRuns, ImageError>)
  case hits(HitList)
  case pageHits(PageHits)
  case yanked(Yank)
  /// How far a job is.
  case progress(JobKind, String)
  /// What it came to, and whether that is what was wanted.
  case told(JobKind, Verdict, String)
  case files([Choice], beginning: String, from: Int)
  /// The image of the tour.
  case demo(Result<Disk, ImageError>)
  case opened(Result<OpenedDisk, ImageError>)
  case notes(NotesReport)
  /// Another image.
  case openedFile(Result<Disk, ImageError>, path: FilePath)
  /// A disk to compare with.
  case other(Result<Disk, ImageError>, ComparedWith)
  case compared(DifferenceTally)
  /// The files are others than at the last look.
  case changed(FollowMark)
  case followEnded(String)
  case followed(FollowReport)
}

/// How a job ended.
package enum Verdict: Sendable {
  case done, stopped, failed
}

/// Work on other threads that posts results into a mailbox and wakes the screen.
///
/// Each kind has a serial queue, and so a thread of its own while it works: a slow scan never holds
/// up the bytes that the screen wants.
package final class Jobs: Sendable {
  /// Gives back results while a job runs.
  package typealias Post = @Sendable (JobResult) -> Void
  /// The body of a job.
  package typealias Work = @Sendable (Cancellation, @escaping Post) -> Void

  private struct State {
    var running: [JobKind: (generation: Int, cancellation: Cancellation)] = [:]
    var reports: [JobReport] = []
    var generation = 0
  }

  private let state = Mutex(State())
  private let pageEnded = DispatchSemaphore(value: 0)
  private let wake: @Sendable () -> Void
  private let queues: [JobKind: DispatchQueue]?

  /// - Parameters:
  ///   - isInline: Whether jobs run at once on the caller's thread, as tests and printing want it.
  ///   - wake: Called from any thread when there is something in the mailbox.
  package init(isInline: Bool = false, wake: @escaping @Sendable () -> Void = {}) {
    self.wake = wake
    queues =
      isInline
      ? nil
      : Dictionary(
        uniqueKeysWithValues: JobKind.allCases.map { ($0, DispatchQueue(label: "job \($0)")) })
  }

  /// Starts a job, cancelling an older one of its kind.
  ///
  /// - Parameters:
  ///   - kind: What the job is for.
  ///   - delay: How long to wait first, so that work for a place that is only passed is never done.
  ///   - work: The job.
  /// - Returns: The generation, which its reports will carry.
  @discardableResult
  package func start(
    _ kind: JobKind, after delay: Duration = .zero, _ work: @escaping Work
  ) -> Int {
    let cancellation = Cancellation()
    let generation = state.withLock { state in
      state.running[kind]?.cancellation.cancel()
      state.generation += 1
      state.running[kind] = (state.generation, cancellation)
      return state.generation
    }
    let body: @Sendable () -> Void = { [self] in
      // A job that was only asked to stop still runs, to say that it stopped.
      // What is to be kept is kept even where something newer is to be.
      if kind == .notes || isNewest(kind, generation) {
        work(cancellation) { self.post(JobReport(kind: kind, generation: generation, result: $0)) }
      }
      finish(kind, generation)
    }
    if let queue = queues?[kind] {
      let milliseconds = Int(delay / .milliseconds(1))
      queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds), execute: body)
    } else {
      body()
    }
    return generation
  }

  /// Asks the job of a kind to stop; it says so itself if it has something to say.
  package func cancel(_ kind: JobKind) {
    state.withLock { $0.running[kind]?.cancellation.cancel() }
  }

  /// Asks all jobs to stop, but for those of some kinds.
  package func cancelAll(but kept: [JobKind] = []) {
    state.withLock { state in
      for (kind, job) in state.running where !kept.contains(kind) { job.cancellation.cancel() }
    }
  }

  /// The kinds of the jobs that have not ended, in a fixed order.
  package var running: [JobKind] {
    let kinds = state.withLock { $0.running }
    return JobKind.allCases.filter { kinds[$0] != nil }
  }

  /// Whether nothing runs and nothing waits to be told.
  var isIdle: Bool {
    state.withLock { $0.reports.isEmpty && $0.running.keys.allSatisfy { $0 == .watch } }
  }

  package func isRunning(_ kind: JobKind) -> Bool { state.withLock { $0.running[kind] != nil } }

  /// Waits until the jobs of a kind ended, but not for ever: they may have to clean up, or to keep
  /// something.
  func wait(for kind: JobKind, atMost patience: Duration) {
    guard let queue = queues?[kind] else { return }
    let ended = DispatchSemaphore(value: 0)
    queue.async { ended.signal() }
    _ = ended.wait(timeout: .now() + .milliseconds(Int(patience / .milliseconds(1))))
  }

  private func isNewest(_ kind: JobKind, _ generation: Int) -> Bool {
    state.withLock { $0.running[kind]?.generation == generation }
  }

  /// Everything posted since the last call, in order.
  package func takeReports() -> [JobReport] {
    state.withLock { state in
      defer { state.reports = [] }
      return state.reports
    }
  }

  /// Blocks until a page job ends, but not past `deadline`.
  package func waitForPage(until deadline: ContinuousClock.Instant) {
    let left = (deadline - .now) / .microseconds(1)
    guard left > 0 else { return }
    _ = pageEnded.wait(timeout: .now() + .microseconds(Int(left)))
  }

  private func post(_ report: JobReport) {
    state.withLock { $0.reports.append(report) }
    wake()
  }

  private func finish(_ kind: JobKind, _ generation: Int) {
    state.withLock { state in
      if state.running[kind]?.generation == generation { state.running[kind] = nil }
    }
    if kind == .page { pageEnded.signal() }
    wake()
  }
}
