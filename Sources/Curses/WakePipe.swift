internal import CNcurses
internal import CSession
internal import Surface
internal import SystemPackage

/// A pipe to ourselves: signal handlers and other threads write a byte, the wait for events ends.
///
/// A byte of 0 is a wake-up, any other the number of a signal. Both ends never block: when the pipe
/// is full, enough is under way already.
final class WakePipe: Waker {
  private let readEnd: FileDescriptor
  private let writeEnd: FileDescriptor

  init?() {
    var ends: (Int32, Int32) = (-1, -1)
    let made = unsafe withUnsafeMutableBytes(of: &ends) { bytes in
      unsafe cn_pipe(bytes.assumingMemoryBound(to: Int32.self).baseAddress)
    }
    guard made == 0 else { return nil }
    readEnd = FileDescriptor(rawValue: ends.0)
    writeEnd = FileDescriptor(rawValue: ends.1)
  }

  /// The last holder closes it, so that no late wake-up writes into someone else's descriptor.
  deinit {
    try? readEnd.close()
    try? writeEnd.close()
  }

  var descriptor: Int32 { readEnd.rawValue }
  var postDescriptor: Int32 { writeEnd.rawValue }

  func wake() {
    _ = try? writeEnd.writeAll([0])
  }

  /// Takes out what was written, without waiting.
  func drain() -> [UInt8] {
    var taken: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 256)
    while true {
      let count = unsafe block.withUnsafeMutableBytes { try? unsafe readEnd.read(into: $0) }
      guard let count, count > 0 else { return taken }
      taken += block.prefix(count)
    }
  }
}
