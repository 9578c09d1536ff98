import Browser
import QCOW2
import TestSupport
import Testing

/// The scan by itself: what it counts, and stopping it.
@Suite struct ScanTests {
  @Test func aScanReadsEverything() throws {
    let (directory, path) = try ManyTables.image()
    defer { withExtendedLifetime(directory) {} }
    let image = try Image(openStorage(path))
    let survey = Survey(image.geometry)
    ScanJob(image.alone, survey, inView: image.guestRange).run(Cancellation()) { _ in }
    let progress = survey.progress
    #expect(progress.isFinished && !progress.wasStopped)
    #expect([progress.tables, progress.tablesRead] == [64, 64])
    #expect(survey.progress.percent == 100)
    #expect(survey.total[.data] == 4096)
    #expect(survey.total.total == 4096)
  }

  @Test func aStoppedScanSaysSoAndKeepsWhatItHas() throws {
    let (directory, path) = try ManyTables.image()
    defer { withExtendedLifetime(directory) {} }
    let image = try Image(openStorage(path))
    let survey = Survey(image.geometry)
    let cancellation = Cancellation()
    // The first report comes before the first table.
    ScanJob(image.alone, survey, inView: image.guestRange).run(cancellation) { _ in
      cancellation.cancel()
    }
    #expect(survey.progress.wasStopped)
    #expect(!survey.progress.isFinished)
    #expect(survey.progress.percent < 100)
    #expect(survey.total.total < 4096)
  }

  @Test func aScanStoppedBeforeAnythingIsNotDone() throws {
    let (directory, path) = try ManyTables.image()
    defer { withExtendedLifetime(directory) {} }
    let image = try Image(openStorage(path))
    let survey = Survey(image.geometry)
    let cancellation = Cancellation()
    cancellation.cancel()
    ScanJob(image.alone, survey, inView: image.guestRange).run(cancellation) { _ in }
    #expect(survey.progress.wasStopped)
    #expect(!survey.progress.isFinished)
  }
}
