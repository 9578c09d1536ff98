internal import CNcurses
internal import CSession
internal import Glibc
package import Surface
internal import SystemPackage

extension CursesTerminal {
  package func waitForEvents(timeout: Duration?) -> [Event] {
    let deadline = timeout.map { ContinuousClock.now + $0 }
    while true {
      collect(from: cn_ready_tty)
      if !pending.isEmpty {
        defer { pending = [] }
        return pending
      }
      let ready = wait(until: deadline)
      if ready == 0, let deadline, ContinuousClock.now >= deadline { return [] }
      collect(from: ready)
    }
  }

  // Once the terminal is gone only wake-ups and signals can come.
  private func wait(until deadline: ContinuousClock.Instant?) -> Int32 {
    let milliseconds = deadline.map { deadline in
      let (seconds, attoseconds) = max(.zero, deadline - .now).components
      // Rounded up, so that the wait does not end just before its time and spin.
      let rest = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
      return Int32(clamping: min(seconds, 1_000_000) * 1000 + rest)
    }
    return cn_wait(isLost ? -1 : tty.rawValue, wakePipe.descriptor, milliseconds ?? -1)
  }

  private func collect(from ready: Int32) {
    if ready & cn_ready_pipe != 0 { collectPosted() }
    guard !isLost else { return }
    if ready & cn_ready_gone != 0 {
      lose()
    } else if ready & cn_ready_tty != 0 {
      let (events, reads) = input.drain()
      pending += events
      if reads == 0 { checkEndOfFile() }
    }
  }

  // A terminal that is always readable and never has a byte is closed; waiting for it would spin.
  private func checkEndOfFile() {
    let ready = cn_wait(tty.rawValue, -1, 0)
    let isReadable = ready & cn_ready_tty != 0
    if isReadable, cn_waiting(tty.rawValue) <= 0 { lose() }
  }

  private func lose() {
    isLost = true
    pending.append(.lost)
  }

  private func collectPosted() {
    var isWoken = false
    for byte in wakePipe.drain() {
      switch Int32(byte) {
      case 0: isWoken = true
      case SIGINT: pending.append(.interrupt)
      case SIGTERM, SIGHUP, SIGQUIT: pending.append(.terminate(signal: Int32(byte)))
      case SIGWINCH: measureAgain()
      case SIGTSTP: suspend(wholeJob: false)
      // After a SIGSTOP from outside the shell has changed the terminal under us.
      case SIGCONT: takeBack()
      default: break
      }
    }
    if isWoken { pending.append(.wake) }
  }
}
