import Browser
import Foundation
import QCOW2
import Synchronization
import TestSupport
import Testing

/// Background work apart from any screen.
@Suite struct JobsTests {
  /// What a job saw, for the test to look at.
  private final class Log: Sendable {
    private let entries = Mutex<[String]>([])
    var all: [String] { entries.withLock { $0 } }
    func add(_ entry: String) { entries.withLock { $0.append(entry) } }
  }

  private func text(_ reports: [JobReport]) -> [String] {
    reports.compactMap { report in
      guard case .preview(let text) = report.result else { return nil }
      return text
    }
  }

  @Test func inlineJobsHaveReportedWhenStartReturns() {
    let jobs = Jobs(isInline: true)
    let generation = jobs.start(.preview) { _, post in post(.preview("here")) }
    #expect(!jobs.isRunning(.preview))
    let reports = jobs.takeReports()
    #expect(text(reports) == ["here"])
    #expect(reports.map(\.generation) == [generation])
    #expect(reports.map(\.kind) == [.preview])
    #expect(jobs.takeReports().isEmpty)
  }

  @Test func threadedJobsDeliverAndWake() async throws {
    let log = Log()
    let jobs = Jobs { log.add("wake") }
    jobs.start(.preview) { _, post in
      log.add(Thread.isMainThread ? "main" : "other")
      post(.preview("there"))
    }
    try await eventually("the job ends") { !jobs.isRunning(.preview) }
    #expect(text(jobs.takeReports()) == ["there"])
    // Once for the report and once for the end.
    try await eventually("it wakes") { log.all.filter { $0 == "wake" }.count == 2 }
    #expect(log.all.contains("other"))
  }

  @Test func aNewerJobCancelsTheOlderOfItsKind() async throws {
    let jobs = Jobs()
    let log = Log()
    let wait: Jobs.Work = { cancellation, post in
      log.add("begun")
      while !cancellation.isCancelled { usleep(500) }
      post(.preview("older"))
    }
    let older = jobs.start(.preview, wait)
    let other = jobs.start(.search, wait)
    try await eventually("both begin") { log.all.count == 2 }
    let newer = jobs.start(.preview) { cancellation, post in
      log.add("cancelled \(cancellation.isCancelled)")
      post(.preview("newer"))
    }
    #expect(older < other && other < newer)
    try await eventually("the newer ends") { !jobs.isRunning(.preview) }
    let reports = jobs.takeReports()
    #expect(text(reports) == ["older", "newer"])
    #expect(reports.map(\.generation) == [older, newer])
    #expect(log.all == ["begun", "begun", "cancelled false"])
    #expect(jobs.isRunning(.search), "another kind goes on")
    jobs.cancelAll()
    try await eventually("the other ends") { !jobs.isRunning(.search) }
  }

  @Test func whatIsOvertakenBeforeItBeginsNeverRuns() async throws {
    let jobs = Jobs()
    let gate = DispatchSemaphore(value: 0)
    let log = Log()
    jobs.start(.search) { _, _ in gate.wait() }
    jobs.start(.search) { _, _ in log.add("second") }
    jobs.start(.search) { _, _ in log.add("third") }
    gate.signal()
    try await eventually("all end") { !jobs.isRunning(.search) }
    #expect(log.all == ["third"])
  }

  @Test func whatIsStoppedBeforeItBeginsSaysSo() async throws {
    let jobs = Jobs()
    let gate = DispatchSemaphore(value: 0)
    jobs.start(.search) { _, _ in gate.wait() }
    jobs.start(.search) { cancellation, post in
      post(.preview(cancellation.isCancelled ? "stopped" : "done"))
    }
    jobs.cancel(.search)
    gate.signal()
    try await eventually("all end") { !jobs.isRunning(.search) }
    #expect(text(jobs.takeReports()) == ["stopped"])
  }

  @Test func aDelayedJobThatIsOvertakenNeverRuns() async throws {
    let jobs = Jobs()
    let log = Log()
    for place in 0..<20 {
      jobs.start(.run, after: .milliseconds(50)) { _, _ in log.add("\(place)") }
    }
    try await eventually("the last ends") { !jobs.isRunning(.run) }
    #expect(log.all == ["19"])
  }
}
