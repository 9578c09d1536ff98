internal import CSession

/// The terminal, the signals and standard error while the screen is ours.
///
/// There is one session in a process at a time.
struct Session {
  let tty: Int32

  /// Installs the handlers and keeps the terminal's modes; `restore` is what a crash sends to it.
  ///
  /// Comes before ncurses starts, which leaves handlers alone that are there already.
  static func begin(tty: Int32, wake: WakePipe, restore: [UInt8]) -> Session {
    unsafe restore.withUnsafeBytes { bytes in
      unsafe cn_begin(
        tty, wake.postDescriptor, bytes.assumingMemoryBound(to: CChar.self).baseAddress,
        bytes.count)
    }
    return Session(tty: tty)
  }

  /// Keeps what is written to standard error from the screen until `finish`.
  func captureStandardError() {
    cn_capture_stderr()
  }

  /// Puts everything back and writes out what standard error got meanwhile.
  func finish() {
    cn_finish()
  }

  /// Sends a sequence that ncurses does not know of.
  func send(_ sequence: String) {
    let bytes = Array(sequence.utf8)
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe cn_send(bytes.assumingMemoryBound(to: CChar.self).baseAddress, bytes.count)
    }
  }

  /// Stops the process, or the whole job as the terminal does on ^Z, until it is continued.
  func stop(wholeJob: Bool) {
    cn_stop(wholeJob ? 1 : 0)
  }
}
