import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Lists that are sorted and filtered.
@Suite struct ArrangementTests {
  private let pilot: Pilot

  init() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "1M")
    for name in ["cherry", "apple", "banana", "apricot"] {
      try succeed("qemu-img", ["snapshot", "-c", name, path])
    }
    pilot = Pilot(
      try Image(MemoryStorage(ImageBytes(contentsOf: path).bytes, name: "disk")), width: 80,
      height: 24, screen: .snapshots)
  }

  private var names: [String] {
    pilot.drawn().lines[4..<8].compactMap {
      $0.split(separator: " ").dropFirst().first.map(String.init)
    }
  }

  /// The row that is drawn as chosen.
  private func chosen() -> String? {
    let surface = pilot.drawn()
    let row = (0..<24).first { surface[0, $0].style.role == .cursor }
    return row.map {
      surface.lines[$0].split(separator: " ").dropFirst().first.map(String.init) ?? ""
    }
  }

  @Test func everyColumnCanBeSortedBy() throws {
    let written = ["cherry", "apple", "banana", "apricot"]
    #expect(names == written)
    try pilot.press("o o")
    #expect(names == ["apple", "apricot", "banana", "cherry"])
    #expect(pilot.message == "sorted by name")
    #expect(pilot.drawn().text.contains("name▴"))
    try pilot.press("O")
    #expect(names == ["cherry", "banana", "apricot", "apple"])
    #expect(pilot.drawn().text.contains("name▾"))
    try pilot.press("o o o o o")
    #expect(names == written)
    #expect(pilot.message == "in its own order")
  }

  /// What is chosen stays chosen, wherever it goes.
  @Test func theChosenRowIsKept() throws {
    try pilot.press("j j")
    #expect(chosen() == "banana")
    try pilot.press("o o")
    #expect(chosen() == "banana")
    try pilot.press("k")
    #expect(chosen() == "apricot")
    try pilot.press("Enter 5")
    #expect(pilot.model.choice == "snapshot apricot")
  }

  @Test func rowsWithoutTheTextAreHidden() throws {
    try pilot.press("j j f f")
    pilot.type("AP")
    try pilot.press("Enter")
    #expect(names.prefix(2) == ["apple", "apricot"])
    #expect(!pilot.drawn().text.contains("cherry"))
    #expect(pilot.drawn().lines[2].contains("2 of 4 with AP"))
    #expect(chosen() == "apple")
    try pilot.press("End")
    #expect(chosen() == "apricot")
    try pilot.press("f f")
    #expect(names == ["cherry", "apple", "banana", "apricot"])
    #expect(chosen() == "apricot")
    try pilot.press("f f")
    pilot.type("nothing")
    try pilot.press("Enter")
    #expect(pilot.drawn().text.contains("no row has nothing"))
    try pilot.press("Enter j")
    #expect(pilot.model.choice == nil)
  }
}
