import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Searches that take long, on threads of their own.
@Suite struct StoppedFindTests {
  private func press(_ browser: Browser, _ names: String) throws {
    for name in names.split(separator: " ") {
      _ = browser.handle(.key(try #require(KeyPress(String(name)))))
    }
  }

  /// A browser over a disk that can be made to keep readers waiting.
  private func held(_ needles: Needles) throws -> (GatedStorage, Browser) {
    let storage = GatedStorage(try openStorage(needles.path))
    var model = Model(try Image(storage).alone, size: Size(width: 80, height: 24))
    model.show(.hex)
    return (storage, Browser(model, Jobs()))
  }

  private func message(_ browser: Browser) -> String {
    browser.synchronize()
    return browser.model.message?.text ?? ""
  }

  @Test func whatWasStoppedGoesOn() async throws {
    let needles = try Needles()
    let (storage, browser) = try held(needles)
    try press(browser, "/ N e e d l e Enter")
    try await eventually("it finds") { message(browser).hasPrefix("found at 0x1000") }
    storage.shut()
    try press(browser, "n")
    try await eventually("it reads") { storage.waiters > 0 }
    try press(browser, "^C")
    storage.open()
    try await eventually("it stops") { message(browser).hasPrefix("stopped at 0x") }
    #expect(browser.model.cursor.rawValue == 0x1000)
    try press(browser, "n")
    try await eventually("it goes on") { message(browser).hasPrefix("found at 0xfffd") }
  }

  @Test func moversAreNotCarriedOff() async throws {
    let needles = try Needles()
    let (storage, browser) = try held(needles)
    storage.shut()
    try press(browser, "/ N e e d l e Enter")
    try await eventually("it reads") { storage.waiters > 0 }
    try press(browser, "l")
    storage.open()
    try await eventually("it ended") {
      browser.synchronize()
      return !browser.model.shell.running.contains(.search)
    }
    #expect(browser.model.cursor.rawValue == 1)
  }

  @Test func aListKeepsWhatWasFound() async throws {
    let needles = try Needles((1..<300).map { (UInt64($0) << 17 + 64, Array("Needle".utf8)) })
    let (storage, browser) = try held(needles)
    try press(browser, "/ N e e d l e Enter")
    try await eventually("it finds") { message(browser).hasPrefix("found at") }
    storage.shut()
    try press(browser, "&")
    try await eventually("it reads") { storage.waiters > 0 }
    try press(browser, "^C")
    storage.open()
    try await eventually("it stops") { message(browser).hasPrefix("stopped at") }
    guard case .stopped? = browser.model.hunt.list?.state else {
      Issue.record("\(String(describing: browser.model.hunt.list?.state))")
      return
    }
    // Opened again, it begins anew.
    try press(browser, "& &")
    try await eventually("it lists all") {
      browser.synchronize()
      return browser.model.hunt.list?.state == .done
    }
    #expect(browser.model.hunt.list?.hitCount == 302)
  }
}
