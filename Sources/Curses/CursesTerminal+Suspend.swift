internal import CNcurses
internal import CSession
internal import Surface
internal import SystemPackage

extension CursesTerminal {
  package func suspend() {
    suspend(wholeJob: true)
  }

  /// Leaves the screen, stops until continued, and takes the screen back.
  func suspend(wholeJob: Bool) {
    guard !isLost else { return }
    stopPastes()
    stopMouse()
    screen.leave()
    session.stop(wholeJob: wholeJob)
    takeBack()
  }

  /// Sets the terminal up again after someone else has used it.
  func takeBack() {
    guard !isLost else { return }
    screen.enter()
    measureAgain()
    startMouse()
    startPastes()
    if !pending.contains(.redraw) { pending.append(.redraw) }
  }

  /// Takes over the terminal's size and reports it when it is another one.
  func measureAgain() {
    let measured = cn_window_size(tty.rawValue)
    guard measured.width > 0, measured.height > 0 else { return }
    let size = Size(width: Int(measured.width), height: Int(measured.height))
    guard size != screen.size else { return }
    screen.resize(to: size)
    pending.removeAll { if case .resize = $0 { true } else { false } }
    pending.append(.resize(screen.size))
  }

  func startMouse() {
    guard wantsMouse else { return }
    _ = mouseinterval(0)
    _ = mousemask(MouseDecoder.mask, nil)
    session.send(Terminfo.dragOn)
  }

  func startPastes() { if wantsPastes { session.send(Terminfo.pasteOn) } }

  func stopPastes() { if wantsPastes { session.send(Terminfo.pasteOff) } }

  func stopMouse() {
    guard wantsMouse else { return }
    session.send(Terminfo.dragOff)
    _ = mousemask(0, nil)
  }
}
