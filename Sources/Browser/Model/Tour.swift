internal import QCOW2
internal import Surface

/// A short course on the format over the demo image: pages of text beside the live screen.
package struct Tour: Equatable, Sendable {
  /// A page, and the place that it talks about.
  package struct Page: Sendable {
    package let title: String
    package let text: String
    let screen: Screen
    let focus: Pane
    /// An address expression; nil leaves the cursor where it is.
    let place: String?
    /// Whether the map shows the file.
    var showsFile = false
  }

  /// The page that is open.
  package var page = 0
  /// The first line of its text that is shown, where not all of it has room.
  package internal(set) var line = 0

  /// The text of the page in lines of a width.
  func lines(width: Int) -> [String] {
    Surface(size: Size(width: 0, height: 0)).wrapped(
      Self.pages[page].text, width: max(1, width - 2))
  }

  /// Where the text is, within the body of the screen: beside the panes where that leaves them 80
  /// columns, else below.
  static func split(_ body: Rect) -> (text: Rect, rest: Rect) {
    if body.width >= 120 { return { ($0.right, $0.rest) }(body.splitRight(40)) }
    return { ($0.bottom, $0.rest) }(body.splitBottom(min(8, body.height / 2)))
  }
}

extension Model {
  /// Whether the image is the one of the tour.
  var isDemo: Bool {
    whole.image.storage is MemoryStorage && whole.image.storage.name == DemoImage.name
  }

  /// Begins the tour, or offers to open its image first.
  mutating func startTour() {
    guard isDemo else {
      shell.offersTour = true
      return tell(
        "the tour is about a small image of its own: y opens it, any other key stays here")
    }
    openTour(at: 0)
  }

  /// Opens a page and goes to the place that it talks about.
  mutating func openTour(at page: Int) {
    guard Tour.pages.indices.contains(page) else {
      return tell(page < 0 ? "this is the first page" : "this is the last page, q leaves the tour")
    }
    shell.tour = Tour(page: page)
    let step = Tour.pages[page]
    (overlay, isZoomed, hosts.isShown) = (nil, false, step.showsFile)
    show(step.screen)
    focus = step.focus
    if let place = step.place,
      case .guest(let offset) = try? AddressParser.parse(place, addressContext)
    {
      jump(to: offset)
    }
    settle(isJump: true)
    message = nil
  }

  /// Shows what comes next, or came before: the rest of a text that has no room, then another page.
  mutating func turnPage(by step: Int) {
    guard let tour = shell.tour, let area = layout.tour?.splitTop(1).rest else { return }
    let rest = tour.lines(width: area.width).count - tour.line - area.height
    let rows = max(1, area.height)
    if step > 0, rest > 0, area.height > 0 {
      shell.tour?.line += rows
    } else if step < 0, tour.line > 0 {
      shell.tour?.line = max(0, tour.line - rows)
    } else {
      openTour(at: tour.page + step)
    }
  }

  /// Leaves the tour; what was open before comes back.
  mutating func leaveTour() -> [Effect] {
    shell.tour = nil
    (screen, focus, hosts.isShown) = (.main, .hex, false)
    settle()
    return [.closeDemo]
  }
}
