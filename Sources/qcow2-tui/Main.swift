import ArgumentParser
import Browser
import Curses
import Glibc
import Options
import QCOW2
import Surface
import SystemPackage

/// Looks into qcow2 disk images. Opens nothing for writing.
@main
struct Qcow2Tui: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qcow2-tui",
    abstract: "Browse a qcow2 disk image: header, features, allocation map, bytes.",
    discussion: discussion,
    version: Release.version)

  private static let introduction = """
    The image is only ever read. Press ? for the keys.
    Offsets: 0x1f000, 64k, 2048s (sectors), 16c (clusters), 50%, $-512 (from the end), \
    p1 (partition), L1[0].L2[3] (table entry), h:0x50000 (host offset), and sums of these.
    """

  /// The manual page is made from what the program tells of itself when asked with this option; the
  /// help that people ask for stays short.
  private static let discussion: String =
    Swift.CommandLine.arguments.contains("--experimental-dump-help")
    ? introduction + "\n" + Manual.keysAndVerbs : introduction

  @Argument(help: "The image to look into.", completion: .file())
  var image: String?

  @Flag(help: "Look into a small image made in memory.")
  var demo = false

  @Option(.at) var at: String?
  @Option(.view) var view: ViewName?

  @OptionGroup(title: "What to show")
  var place: PlaceOptions

  @Option(
    help: ArgumentHelp("Write a view as text to the standard output and end.", valueName: "view"))
  var print: ViewName?

  @Option(
    help: ArgumentHelp(
      "The size of the screen of --print and --script.", valueName: "columns x rows"))
  var size = ScreenSize(columns: 80, rows: 24)

  @Flag(
    inversion: .prefixedNo, exclusivity: .exclusive,
    help: "Nothing but ASCII; other letters of names become <U+00E9>.")
  var ascii: Bool?

  @Flag(inversion: .prefixedNo, help: "Colours, where the terminal has them.")
  var color = true

  @Flag(inversion: .prefixedNo, exclusivity: .exclusive, help: "Clicks and the wheel.")
  var mouse: Bool?

  @Option(help: ArgumentHelp("The colours.", valueName: "theme"))
  var theme: ThemeName?

  @Option(
    help: ArgumentHelp(
      "Play keys from a file without a terminal and end; see :save-screen.", valueName: "file"),
    completion: .file())
  var script: String?

  @OptionGroup(title: "Other files")
  var gate: GateOptions

  @OptionGroup(title: "Encryption")
  var key: KeyOptions

  func validate() throws {
    if demo == (image != nil) { throw ValidationError("Name one image, or use --demo.") }
    if script != nil, print != nil { throw ValidationError("Use --script or --print, not both.") }
  }

  func run() throws {
    // A file that may not grow is an error of the write, and not the end of the program.
    signal(SIGXFSZ, SIG_IGN)
    do throws(StartFailure) {
      let secret = try secret()
      var model = try place.model(of: try open(secret), size: size.size)
      model.remember(options: gate.words + key.words)
      configure(&model)
      try place.configure(&model)
      model.show((print ?? view)?.screen ?? .main)
      if let script {
        try play(script, model, secret)
      } else if print != nil {
        try printScreen(model, secret)
      } else {
        try browse(model, secret)
      }
    } catch {
      _ = try? FileDescriptor.standardError.writeAll("qcow2-tui: \(error.message)\n".utf8)
      throw ExitCode(1)
    }
  }

  private func open(_ secret: Secret?) throws(StartFailure) -> Disk {
    guard let path = image.map(RawPath.argument) else {
      return try attempt("demo") { try Image(DemoImage.storage()).alone }
    }
    do throws(ImageError) {
      return try Disk(
        path, gate: gate.gate(for: path), secret: secret, allowsBrokenHeader: true)
    } catch {
      throw StartFailure(message: "\(path.displayed): \(error)\(hint(error, path))")
    }
  }

  /// What shows more of a file that cannot be browsed.
  private func hint(_ error: ImageError, _ path: FilePath) -> String {
    guard case .refused = error else { return "" }
    return "; \(shellLine(["qcow2", "header", path.displayed])) tells more"
  }

  private func secret() throws(StartFailure) -> Secret? {
    try attempt("the pass phrase") {
      try key.secret(of: image.map(RawPath.argument), asks: print == nil && script == nil)
    }
  }

  private func attempt<Result>(
    _ name: String, _ body: () throws -> Result
  ) throws(StartFailure) -> Result {
    do { return try body() } catch { throw StartFailure(message: "\(name): \(error)") }
  }

  private func go(_ browser: Browser) throws(StartFailure) {
    if let at {
      do throws(AddressError) {
        try browser.start(at: at)
      } catch {
        throw StartFailure("--at", at, error)
      }
    }
    try place.apply(to: browser)
  }

  /// Draws one frame without a terminal, once everything it shows is known.
  private func printScreen(_ model: Model, _ secret: Secret?) throws(StartFailure) {
    let browser = Browser(model, Jobs(isInline: true))
    prepare(browser, secret)
    try go(browser)
    _ = browser.handle(.resize(model.size))
    browser.start()
    while browser.synchronize() {}
    if let fault = browser.openingFault { throw StartFailure(message: fault) }
    browser.dropMessage()
    if let question = browser.model.prompt?.preview {
      throw StartFailure(message: "--at \(escaped(at ?? "")): \(question)")
    }
    var surface = blank(model)(model.size)
    Screenful.draw(browser.model, on: &surface)
    Swift.print(surface.text)
  }

  /// Settings from the user's file, and over them those of the command line.
  private func configure(_ model: inout Model) {
    let file = SettingsFile()
    if let text = file.text { model.configure(text, from: file.name) }
    if let theme { model.appearance.theme = theme.theme }
    if let ascii { model.appearance.ascii = ascii }
    if let mouse { model.appearance.mouse = mouse }
  }

  private func blank(_ model: Model) -> (Size) -> Surface {
    let locale = TextLocale.adopt(ascii: model.appearance.ascii)
    return { Surface(size: $0, glyphs: locale.glyphs, measure: locale.measure) }
  }

  /// Tells how files are opened again.
  private func prepare(_ browser: Browser, _ secret: Secret?) {
    let options = gate
    browser.opener = { path, files throws(ImageError) in
      let gate = WidenedGate(options.gate(for: path), allowing: files)
      do throws(ImageError) {
        return try Disk(path, gate: gate, secret: secret, allowsBrokenHeader: true)
      } catch .encryption where secret != nil {
        // The pass phrase is that of another image: all but the data can be seen without.
        return try Disk(path, gate: gate, allowsBrokenHeader: true)
      }
    }
    guard let path = image.map(RawPath.argument) else { return }
    let gate = gate.gate(for: path)
    browser.reopen = { files throws(ImageError) in
      try Disk(
        path, gate: WidenedGate(gate, allowing: files), secret: secret, allowsBrokenHeader: true)
    }
  }

  /// Plays a script without a terminal.
  private func play(_ name: String, _ model: Model, _ secret: Secret?) throws(StartFailure) {
    let path = RawPath.argument(name)
    guard let text = SettingsFile.text(at: path, most: 1 << 20) else {
      throw StartFailure(message: "\(path.displayed): cannot be read, or is no text of up to 1 MiB")
    }
    let (browser, bell) = Browser.headless(model)
    browser.blank = blank(model)
    browser.notesFolder = UserFolder.state
    prepare(browser, secret)
    try go(browser)
    _ = browser.handle(.resize(model.size))
    do throws(Script.Failure) {
      try browser.play(try Script(text, name: path.displayed), bell)
    } catch {
      throw StartFailure(message: "\(error)")
    }
  }

  private func browse(_ model: Model, _ secret: Secret?) throws(StartFailure) {
    let terminal: CursesTerminal
    do throws(TerminalError) {
      terminal = try CursesTerminal.open(
        .init(
          color: color ? .auto : .never, appearance: model.appearance))
    } catch {
      throw StartFailure(message: "\(error)")
    }
    let waker = terminal.waker
    let browser = Browser(model, Jobs { waker.wake() })
    browser.notesFolder = UserFolder.state
    prepare(browser, secret)
    let ending: Browser.Ending
    do {
      defer { terminal.close() }
      try go(browser)
      ending = browser.run(on: terminal)
    }
    // The terminal is as it was; whoever sent the signal sees that it was obeyed.
    if case .signal(let number) = ending {
      signal(number, SIG_DFL)
      raise(number)
    }
  }
}
