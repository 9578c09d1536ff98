import QCOW2
import Synchronization
import TestSupport
import Testing

/// Reading the structures of a file stops soon after it is asked to.
@Suite struct StoppedAnatomyTests {
  /// Asks to stop at a read.
  private final class Stopping: Storage {
    let inner: any Storage
    let cancellation = Cancellation()
    private let wanted: Int
    private let done = Atomic(0)

    init(_ inner: any Storage, at wanted: Int) { (self.inner, self.wanted) = (inner, wanted) }

    var reads: Int { done.load(ordering: .relaxed) }
    var name: String { inner.name }
    func byteCount() throws(ImageError) -> UInt64 { try inner.byteCount() }
    func allocatedByteCount() -> UInt64? { nil }
    func hasWriter() -> Bool? { false }
    func version() -> FileVersion? { nil }

    func read(
      at offset: HostOffset, into buffer: inout MutableRawSpan
    ) throws(ImageError) -> Int {
      if done.wrappingAdd(1, ordering: .relaxed).newValue == wanted { cancellation.cancel() }
      return try inner.read(at: offset, into: &buffer)
    }
  }

  @Test func noTableIsReadAfterThat() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "1M")
    for index in 0..<12 {
      try QEMU.io(path, ["write \(index * 64)k 64k"])
      try succeed("qemu-img", ["snapshot", "-c", "s\(index)", path])
    }
    let whole = Stopping(try openStorage(path), at: .max)
    _ = try Anatomy(whole, cancellation: whole.cancellation)
    #expect(whole.reads > 12)
    for wanted in 1..<whole.reads {
      let storage = Stopping(try openStorage(path), at: wanted)
      #expect(throws: ImageError.cancelled) {
        try Anatomy(storage, cancellation: storage.cancellation)
      }
      // Header, directories and counts are read without a look.
      #expect(storage.reads <= wanted + 3, "stopped at \(wanted)")
    }
  }
}
