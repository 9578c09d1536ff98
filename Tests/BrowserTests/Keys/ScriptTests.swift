import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Scripts of keys, played without a terminal.
@Suite struct ScriptTests {
  private func play(_ text: String) throws -> Browser {
    let model = Model(try Demo.image().alone, size: Size(width: 80, height: 24))
    let (browser, bell) = Browser.headless(model)
    try browser.play(try Script(text, name: "keys"), bell)
    return browser
  }

  @Test func keysLinesAndTextsArePlayed() throws {
    let browser = try play(
      """
      # goes to the second partition
      <idle> g o "p2" Enter <idle>
      :hex
      m a ] d <idle>
      """)
    #expect(browser.model.screen == .hex)
    #expect(browser.model.marks["a"] == GuestOffset(256 << 20))
    #expect(!browser.model.isSearching)
  }

  @Test func idleMeansThatAllIsKnown() throws {
    let browser = try play("8 <idle>")
    #expect(browser.model.audit.state == .done)
    #expect(browser.model.progress.isFinished)
    let left = try play("q 2 <idle>")
    #expect(left.model.screen == .main, "nothing is played after leaving")
  }

  @Test(
    arguments: [
      ("j\n\nHop", "keys:3: no key is called Hop"), (":frob", "keys:1: column 1: unknown command"),
      ("j\n:goto 5 zz", "keys:2: column 8: "), (":goto", "keys:1: goto needs "),
      (":set theme pink", "keys:1: column 11: theme is one of dark, light, contrast and mono"),
    ])
  func faultsNameTheLine(text: String, failure: String) throws {
    let error = #expect(throws: Script.Failure.self) { try play(text) }
    #expect(error?.description.hasPrefix(failure) == true, "\(error.map { "\($0)" } ?? "")")
  }

  @Test func theScreenIsSavedToANewFileOnly() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("screen.txt")
    let browser = try play("2 <idle>\n:save-screen \(path)")
    let saved = String(decoding: try contents(of: path), as: UTF8.self)
    var surface = Surface(size: Size(width: 80, height: 24))
    Screenful.draw(browser.model, on: &surface)
    // All but the last line, which now says where the screen is.
    #expect(saved.split(separator: "\n").count == 24)
    #expect(saved.split(separator: "\n").dropLast() == surface.lines.map { $0[...] }.dropLast())
    let error = #expect(throws: Script.Failure.self) { try play(":save-screen \(path)") }
    #expect(error?.message.hasSuffix("exists already and stays as it is") == true)
  }
}
