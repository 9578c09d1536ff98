import Browser
import Dispatch
import QCOW2
import Surface
import TestSupport
import Testing

/// What the screen does while a storage keeps its readers waiting.
@Suite struct HeldScreenTests {
  /// A browser with threads over a storage that can be held.
  private func held() throws -> (TemporaryDirectory, GatedStorage, Browser) {
    let (directory, path) = try ManyTables.image()
    let storage = GatedStorage(try openStorage(path))
    let model = Model(try Image(storage).alone, size: Size(width: 80, height: 24))
    return (directory, storage, Browser(model, Jobs()))
  }

  private func press(_ browser: Browser, _ names: String) throws {
    for name in names.split(separator: " ") {
      _ = browser.handle(.key(try #require(KeyPress(String(name)))))
    }
  }

  private func screen(_ browser: Browser) -> String {
    browser.synchronize()
    var surface = Surface(size: browser.model.size)
    Screenful.draw(browser.model, on: &surface)
    return surface.text
  }

  @Test func interruptStopsTheScan() async throws {
    let (directory, storage, browser) = try held()
    defer { withExtendedLifetime(directory) {} }
    storage.shut()
    defer { storage.open() }
    browser.start()
    try await eventually("the scan waits") {
      browser.synchronize()
      return browser.model.progress.tables == 64
    }
    #expect(screen(browser).contains("scan 0% ^C"))
    try press(browser, "^C")
    storage.open()
    try await eventually("the screen says so") { screen(browser).contains("scan stopped") }
    #expect(browser.model.surveyed.total < 4096)
    #expect(screen(browser).contains("^R go on"))
    try press(browser, "^R")
    try await eventually("the scan goes on") { screen(browser).contains("scan done") }
    #expect(browser.model.surveyed.total == 4096)
    try press(browser, "^R")
    #expect(screen(browser).contains("the scan is done"))
  }

  @Test func interruptStopsTheLookAtTheContent() async throws {
    let (directory, storage, browser) = try held()
    defer { withExtendedLifetime(directory) {} }
    browser.start()
    try await eventually("the scan is done") { screen(browser).contains("scan done") }
    storage.shut()
    defer { storage.open() }
    try press(browser, "2 :")
    for scalar in "color content".unicodeScalars {
      _ = browser.handle(.key(KeyPress(.character(scalar))))
    }
    try press(browser, "Enter")
    try await eventually("the job waits for bytes") {
      browser.synchronize()
      return storage.waiters > 0 && browser.model.shell.running.contains(.tint)
    }
    try press(browser, "^C")
    storage.open()
    try await eventually("it says so") { screen(browser).contains("stopped at 0%, ^R goes on") }
    try press(browser, "^R")
    try await eventually("it is done") { screen(browser).contains("bits of entropy") }
  }

  @Test func anExplanationIsReadBesideTheScreen() async throws {
    let (directory, storage, browser) = try held()
    defer { withExtendedLifetime(directory) {} }
    storage.shut()
    defer { storage.open() }
    try press(browser, "3 K")
    #expect(screen(browser).contains("reading the tables"))
    try press(browser, "q")
    #expect(browser.model.overlay == nil)
    try press(browser, "K")
    storage.open()
    try await eventually("the entry is there") { screen(browser).contains("L2[0]") }
  }

  @Test func theScreenNeverWaitsAndThenShowsThePlaceOfNow() async throws {
    let (directory, storage, browser) = try held()
    defer { withExtendedLifetime(directory) {} }
    storage.shut()
    defer { storage.open() }
    let clock = ContinuousClock()
    let time = try clock.measure { try press(browser, "j PgDn G PgUp 2 3 j j") }
    #expect(time < .seconds(2))
    // Nothing of it has been read, and that is what is shown.
    #expect(browser.model.page == nil)
    #expect(screen(browser).contains("?0000001f"))
    storage.open()
    try await eventually("the bytes arrive") { screen(browser).contains("D0000001f") }
    #expect(browser.model.page?.range.contains(browser.model.cursor) == true)
    #expect(browser.model.path.first?.guest == browser.model.cursor)
  }

  @Test func anAnswerToAnOlderQuestionIsDropped() async throws {
    let (directory, path) = try ManyTables.image()
    defer { withExtendedLifetime(directory) {} }
    let storage = GatedStorage(try openStorage(path))
    let jobs = Jobs()
    let browser = Browser(
      Model(try Image(storage).alone, size: Size(width: 80, height: 24)), jobs)
    let gate = DispatchSemaphore(value: 0)
    jobs.start(.search) { _, post in
      gate.wait()
      post(.searching("stale"))
    }
    storage.shut()
    defer { storage.open() }
    try press(browser, "] z")
    gate.signal()
    // It begins once the older has posted, and then waits as the page and the run do.
    try await eventually("the newer search waits") { storage.waiters >= 3 }
    browser.synchronize()
    #expect(browser.model.message == nil)
    storage.open()
    try await eventually("an answer") {
      browser.synchronize()
      return browser.model.message?.text.hasPrefix("no more zeros") == true
    }
    #expect(!browser.model.isSearching)
  }

  @Test(arguments: ["] h", "2 = Enter"])
  func interruptStopsASearch(keys: String) async throws {
    let (directory, storage, browser) = try held()
    defer { withExtendedLifetime(directory) {} }
    storage.shut()
    defer { storage.open() }
    try press(browser, keys)
    try await eventually("the search waits") { storage.waiters > 0 }
    #expect(browser.model.isSearching)
    try press(browser, "^C")
    storage.open()
    try await eventually("the search is over") {
      browser.synchronize()
      return !browser.model.isSearching
    }
    #expect(browser.model.message?.text.hasPrefix("stopped") == true)
    #expect(browser.model.cursor == .zero)
  }
}
