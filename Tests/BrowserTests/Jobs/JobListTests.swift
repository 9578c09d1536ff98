import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// The log of messages, the list of jobs, and leaving while something runs.
@Suite struct JobListTests {
  @Test func whatWasSaidIsKept() throws {
    let pilot = Pilot(try Demo.image())
    try pilot.press("m a")
    try pilot.press("' b")
    try pilot.press(": m e s Enter")
    #expect(pilot.model.overlay?.kind == .messages)
    let lines = pilot.drawn().lines
    let set = try #require(lines.firstIndex { $0.contains("i mark 'a is 0x0") })
    #expect(lines[set + 1].contains("! mark 'b is not set"))
    try pilot.press("q")
    #expect(pilot.model.overlay == nil)
  }

  @Test func longMessagesKeepAllTheirWords() throws {
    let text = (1...40).map { "word\($0)" }.joined(separator: " ")
    let pilot = try Pilot(Pattern(), width: 40, height: 40)
    pilot.browser.say(.error, text)
    try pilot.press(": m e s Enter")
    let shown = pilot.drawn().text
    for word in text.split(separator: " ") { #expect(shown.contains(word)) }
  }

  @Test func theLogIsBounded() throws {
    let pilot = try Pilot(Pattern())
    for number in 0..<2000 { pilot.browser.say(.info, "\(number)") }
    #expect(pilot.model.shell.log.messages.count == 500)
    #expect(pilot.model.shell.log.messages.last?.text == "1999")
  }

  @Test func aListWithoutJobsSaysSo() throws {
    let pilot = Pilot(try Demo.image())
    try pilot.press("J")
    #expect(pilot.drawn().text.contains("nothing runs"))
    try pilot.press("x J")
    #expect(pilot.model.overlay == nil)
  }

  /// A browser with threads over a storage that keeps readers waiting.
  private func held() throws -> (TemporaryDirectory, GatedStorage, Browser) {
    let (directory, path) = try ManyTables.image()
    let storage = GatedStorage(try openStorage(path))
    let model = Model(try Image(storage).alone, size: Size(width: 80, height: 24))
    return (directory, storage, Browser(model, Jobs()))
  }

  private func press(_ browser: Browser, _ names: String) throws -> Bool {
    try names.split(separator: " ").map {
      browser.handle(.key(try #require(KeyPress(String($0)))))
    }.allSatisfy { $0 }
  }

  private func screen(_ browser: Browser) -> String {
    browser.synchronize()
    var surface = Surface(size: browser.model.size)
    Screenful.draw(browser.model, on: &surface)
    return surface.text
  }

  @Test func aJobOfTheListIsStopped() async throws {
    let (directory, storage, browser) = try held()
    defer { withExtendedLifetime(directory) {} }
    storage.shut()
    defer { storage.open() }
    browser.start()
    _ = try press(browser, "J")
    try await eventually("the scan is listed") {
      screen(browser).contains("scan of the whole disk")
    }
    _ = try press(browser, "x")
    storage.open()
    try await eventually("it stopped") { screen(browser).contains("scan stopped") }
    try await eventually("it left the list") { screen(browser).contains("nothing runs") }
  }

  @Test func countingTheFileStopsOnInterrupt() async throws {
    let (directory, storage, browser) = try held()
    defer { withExtendedLifetime(directory) {} }
    storage.shut()
    defer { storage.open() }
    _ = try press(browser, "2 s")
    try await eventually("it counts") {
      browser.synchronize()
      return browser.model.shell.running.contains(.hosts)
    }
    _ = try press(browser, "^C")
    storage.open()
    try await eventually("it says so") { screen(browser).contains("the count was stopped") }
    try await eventually("it ended") {
      browser.synchronize()
      return !browser.model.shell.running.contains(.hosts)
    }
    _ = try press(browser, "^R")
    try await eventually("it counts to the end") {
      browser.synchronize()
      return browser.model.hosts.map != nil && browser.model.hosts.failure == nil
    }
  }

  @Test func leavingACheckIsAskedOnce() async throws {
    let (directory, storage, browser) = try held()
    defer { withExtendedLifetime(directory) {} }
    storage.shut()
    defer { storage.open() }
    #expect(try press(browser, "8"))
    try await eventually("it checks") {
      browser.synchronize()
      return browser.model.audit.state == .running
    }
    #expect(try press(browser, "q"))
    #expect(browser.model.message?.text == "the check still runs, q again leaves it")
    #expect(try press(browser, "j q"), "another key takes it back")
    #expect(try !press(browser, "q"))
    #expect(try !press(browser, "j Q"), "Q never asks")
  }
}
