import Browser
import QCOW2
import Synchronization
import TestSupport
import Testing

/// A storage that asks whoever reads to stop, at the third read after it was told to.
private final class StoppingStorage: Storage {
  private let inner: any Storage
  private let order = Mutex<(cancellation: Cancellation?, reads: Int)>((nil, 0))

  init(_ inner: any Storage) { self.inner = inner }

  func stop(_ cancellation: Cancellation) { order.withLock { $0 = (cancellation, 0) } }

  var name: String { inner.name }
  func byteCount() throws(ImageError) -> UInt64 { try inner.byteCount() }
  func allocatedByteCount() -> UInt64? { inner.allocatedByteCount() }
  func hasWriter() -> Bool? { inner.hasWriter() }
  func version() -> FileVersion? { inner.version() }

  func read(at offset: HostOffset, into buffer: inout MutableRawSpan) throws(ImageError) -> Int {
    order.withLock { order in
      order.reads += 1
      if order.reads == 3 { order.cancellation?.cancel() }
    }
    return try inner.read(at: offset, into: &buffer)
  }
}

/// A scan that was stopped is gone on with, and counts nothing twice.
@Suite struct ResumeTests {
  /// Many small tables, and one that takes many reads: the scan stops between and within them.
  @Test(arguments: [("2M", 9, 64), ("256G", 21, 1)])
  func aScanInPiecesCountsWhatOneScanCounts(size: String, bits: Int, tables: Int) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    try QEMU.create(
      path, size: size, options: ["cluster_size=\(1 << bits)", "preallocation=metadata"])
    let storage = StoppingStorage(try openStorage(path))
    let disk = try Image(storage).alone
    let survey = Survey(disk.geometry)
    var rounds = 0
    while !survey.progress.isFinished, rounds < 10_000 {
      let cancellation = Cancellation()
      storage.stop(cancellation)
      ScanJob(disk, survey, inView: disk.guestRange).run(cancellation) { _ in }
      #expect(survey.progress.wasStopped == !survey.progress.isFinished)
      rounds += 1
    }
    #expect(rounds > 1)
    let clusters = disk.geometry.virtualSize >> UInt64(bits)
    #expect(survey.total[.data] == clusters)
    #expect(survey.total.total == clusters)
    #expect([survey.progress.tables, survey.progress.tablesRead] == [tables, tables])
  }
}
