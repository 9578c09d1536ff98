internal import Glibc

/// A pass phrase or a key in memory of its own, which is wiped with the last reference.
///
/// It is shared by reference, never copied around, and shows nothing of itself when it is printed
/// or mirrored, not even its length.
@safe public final class Secret: @unchecked Sendable, CustomReflectable {
  // Unchecked, but written in initialisers only.
  private let bytes: UnsafeMutableRawBufferPointer

  /// Bytes that `fill` puts into zeroed memory.
  init<Failure: Error>(
    count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    unsafe bytes = .allocate(byteCount: count, alignment: 16)
    unsafe _ = bytes.initializeMemory(as: UInt8.self, repeating: 0)
    try unsafe fill(bytes)
  }

  deinit {
    unsafe wipe(bytes)
    unsafe bytes.deallocate()
  }

  /// Takes bytes over: `source` holds zeros afterwards.
  ///
  /// Other copies of the array are out of reach, so there should be none.
  public init(wiping source: inout [UInt8]) {
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: source.count, alignment: 16)
    unsafe source.withUnsafeMutableBytes { source in
      unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(source))
      unsafe wipe(source)
    }
    unsafe self.bytes = bytes
  }

  /// The UTF-8 bytes of a text.
  ///
  /// The text itself stays in memory until the system reuses it; a pass phrase that must not should
  /// come as bytes or from a file.
  public convenience init(_ text: String) {
    var bytes = Array(text.utf8)
    self.init(wiping: &bytes)
  }

  /// The number of bytes.
  var count: Int { unsafe bytes.count }

  /// Lends the bytes; they must not be kept.
  func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(bytes))
  }

  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

/// Overwrites memory in a way that the compiler does not drop.
func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
  guard let start = bytes.baseAddress else { return }
  unsafe explicit_bzero(start, bytes.count)
}

/// Lends zeroed memory for a secret in the making, and wipes it.
func withWipedMemory<Result, Failure: Error>(
  _ count: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
) throws(Failure) -> Result {
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
  unsafe _ = memory.initializeMemory(as: UInt8.self, repeating: 0)
  defer {
    unsafe wipe(memory)
    unsafe memory.deallocate()
  }
  return try unsafe body(memory)
}
