import Browser
import Foundation
import QCOW2
import Surface
import TestSupport
import Testing

/// Whole screens of the demo image, compared with the files beside this one.
///
/// `UPDATE_SNAPSHOTS=1 swift test --filter SnapshotTests` writes them anew; look at the difference
/// before you keep it.
@Suite struct SnapshotTests {
  struct Scene: CustomTestStringConvertible, Sendable {
    let name: String
    let screen: Screen
    let width: Int
    let height: Int
    var keys = ""
    var at = ""
    var isASCII = false
    /// Whether some of its entries are made wrong first.
    var isSpoilt = false
    var testDescription: String { name }
  }

  static let scenes = [
    Scene(name: "main-80x24", screen: .main, width: 80, height: 24, at: "p1"),
    Scene(name: "main-80x24-ascii", screen: .main, width: 80, height: 24, at: "p1", isASCII: true),
    Scene(name: "main-120x40", screen: .main, width: 120, height: 40, at: "p2+0x1234"),
    Scene(name: "main-40x12", screen: .main, width: 40, height: 12, at: "512"),
    Scene(name: "main-20x5", screen: .main, width: 20, height: 5, at: "p1"),
    Scene(name: "map-120x40", screen: .map, width: 120, height: 40, at: "p1+3c"),
    Scene(
      name: "map-letters-80x24", screen: .map, width: 80, height: 24, keys: "+ + + +", at: "p2+270c"
    ),
    Scene(name: "map-bitmap-80x24", screen: .map, width: 80, height: 24, keys: "c Esc", at: "p2"),
    Scene(name: "hex-80x24", screen: .hex, width: 80, height: 24, at: "p1"),
    Scene(name: "hex-160x30", screen: .hex, width: 160, height: 30, at: "p2+160c-64"),
    Scene(name: "hex-values-80x24", screen: .hex, width: 80, height: 24, keys: "i", at: "p1"),
    Scene(name: "hex-values-40x12", screen: .hex, width: 40, height: 12, keys: "i e Esc", at: "p1"),
    Scene(
      name: "hex-file-120x40-ascii", screen: .hex, width: 120, height: 40, keys: "s g g",
      isASCII: true),
    Scene(name: "hops-80x24", screen: .main, width: 80, height: 24, keys: "Ctrl-Right", at: "p1"),
    Scene(name: "tables-80x24", screen: .tables, width: 80, height: 24, at: "p1"),
    Scene(name: "tables-40x12", screen: .tables, width: 40, height: 12, keys: "s Esc", at: "p1"),
    Scene(name: "tables-20x5", screen: .tables, width: 20, height: 5, at: "p1"),
    Scene(
      name: "tables-120x40-ascii", screen: .tables, width: 120, height: 40, keys: "j j",
      at: "39c", isASCII: true, isSpoilt: true),
    Scene(name: "tables-l1-200x60", screen: .tables, width: 200, height: 60, keys: "h", at: "p2"),
    Scene(name: "snap-80x24", screen: .snapshots, width: 80, height: 24),
    Scene(name: "snap-40x12", screen: .snapshots, width: 40, height: 12),
    Scene(name: "bmap-80x24", screen: .bitmaps, width: 80, height: 24, keys: "j"),
    Scene(name: "chain-80x24", screen: .chain, width: 80, height: 24),
    Scene(name: "check-80x24", screen: .check, width: 80, height: 24, isSpoilt: true),
    Scene(
      name: "check-120x40-ascii", screen: .check, width: 120, height: 40, keys: "j",
      isASCII: true, isSpoilt: true),
    Scene(name: "check-40x12", screen: .check, width: 40, height: 12, isSpoilt: true),
    Scene(name: "space-80x24", screen: .space, width: 80, height: 24),
    Scene(
      name: "space-120x40-ascii", screen: .space, width: 120, height: 40, keys: "j j j",
      isASCII: true),
    Scene(name: "space-40x12", screen: .space, width: 40, height: 12),
    Scene(name: "file-80x24", screen: .map, width: 80, height: 24, keys: "s Esc", at: "p2"),
    Scene(
      name: "map-file-120x40", screen: .map, width: 120, height: 40, keys: "s G Esc",
      isSpoilt: true),
    Scene(
      name: "file-40x12-ascii", screen: .map, width: 40, height: 12, keys: "s Esc", isASCII: true),
    Scene(name: "runs-80x24", screen: .map, width: 80, height: 24, keys: "r", at: "p2"),
    Scene(name: "runs-120x40", screen: .map, width: 120, height: 40, keys: "r j", at: "p2"),
    Scene(
      name: "hits-80x24", screen: .hex, width: 80, height: 24, keys: "/ x : 5 5 a a Enter & j Enter"
    ),
    Scene(
      name: "hits-120x40-ascii", screen: .hex, width: 120, height: 40,
      keys: "/ x : 5 5 a a Enter &", isASCII: true),
    Scene(
      name: "hits-40x12", screen: .hex, width: 40, height: 12, keys: "/ x : 5 5 a a Enter &"),
    Scene(name: "find-80x24", screen: .hex, width: 80, height: 24, keys: "/ x : 5 5 a ?"),
    Scene(name: "copied-80x24", screen: .hex, width: 80, height: 24, keys: "y c y y", at: "p1"),
    Scene(name: "help-80x24", screen: .main, width: 80, height: 24, keys: "?"),
    Scene(name: "explain-80x24", screen: .hex, width: 80, height: 24, keys: "K", at: "p1"),
    Scene(name: "explain-file-80x24", screen: .hex, width: 80, height: 24, keys: "s g g K"),
    Scene(
      name: "marks-80x24", screen: .main, width: 80, height: 24,
      keys: "m a M b o o t Enter B", at: "p1"),
    Scene(
      name: "map-diff-80x24", screen: .map, width: 80, height: 24,
      keys: "d @ b e f o r e - u p g r a d e Enter Esc"),
    Scene(
      name: "hex-diff-80x24-ascii", screen: .hex, width: 80, height: 24,
      keys: "d @ b e f o r e - u p g r a d e Enter ] x Esc", isASCII: true),
    Scene(name: "prefix-80x24", screen: .main, width: 80, height: 24, keys: "]"),
    Scene(name: "prompt-80x24", screen: .main, width: 80, height: 24, keys: "g o 5 0 %"),
  ]

  @Test(arguments: scenes)
  func looksAsBefore(scene: Scene) throws {
    let pilot = Pilot(
      scene.isSpoilt ? try Demo.spoilt() : try Demo.image(), width: scene.width,
      height: scene.height, screen: scene.screen)
    if !scene.at.isEmpty { try pilot.go(to: scene.at) }
    try pilot.press(scene.keys)
    var model = pilot.model
    // As after a moment of hesitation.
    model.showsContinuations = !model.pressed.isEmpty
    var surface = Surface(size: model.size, glyphs: scene.isASCII ? .ascii : .unicode)
    Screenful.draw(model, on: &surface)
    // How many keys there are below the help page's last row is no matter of its look.
    let text =
      scene.keys == "?"
      ? surface.text.replacing(/─ \d+ more/, with: "─ all more") : surface.text
    try compare(text + "\n", scene.name + ".txt")
    guard
      scene.name == "main-80x24" || scene.name.hasPrefix("map-")
        || scene.name.hasPrefix("hex-file")
    else { return }
    try compare(surface.styleLines.joined(separator: "\n") + "\n", scene.name + ".styles.txt")
  }

  private func compare(_ text: String, _ name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Snapshots/\(name)")
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      return try Data(text.utf8).write(to: file)
    }
    let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    guard text != expected else { return }
    let new = text.split(separator: "\n", omittingEmptySubsequences: false)
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    for index in 0..<max(new.count, old.count) {
      let (now, before) = (index < new.count ? new[index] : "", index < old.count ? old[index] : "")
      #expect(now == before, "\(name) line \(index + 1)")
    }
  }
}
