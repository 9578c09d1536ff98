import Browser
import Foundation
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// Marks and notes, and the file that keeps them beside the user's state.
@Suite struct NotesTests {
  private let directory: TemporaryDirectory
  private let path: String
  private let folder: String

  init() throws {
    directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: directory.file("images"), withIntermediateDirectories: true)
    path = directory.file("images/disk.qcow2")
    folder = directory.file("state/qcow2-tui")
    try QEMU.create(path, size: "4M")
    try QEMU.io(path, ["write -P 0x31 0 64k"])
  }

  private func pilot(_ path: String? = nil, folder: String? = nil, width: Int = 100) throws -> Pilot
  {
    Pilot(
      disk: try Disk(FilePath(path ?? self.path)), width: width, height: 30,
      notes: folder ?? self.folder)
  }

  private func say(_ text: String, _ pilot: Pilot) throws {
    try pilot.press("M")
    pilot.type(text)
    try pilot.press("Enter")
  }

  private var files: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".notes") }.map { folder + "/" + $0 }
  }

  @Test func marksAndNotesComeBackAndTheImageAndItsFolderStayAsTheyAre() throws {
    let before = try contents(of: path)
    let first = try pilot()
    try first.go(to: "0x20010")
    try first.press("m a")
    try say("the\tboot \\ sector", first)
    #expect(first.message.contains("noted at 0x20010"))
    let second = try pilot()
    #expect(second.model.marks["a"] == GuestOffset(0x20010))
    #expect(second.model.notes.map(\.text) == ["the\tboot \\ sector"])
    #expect(try contents(of: path) == before)
    let beside = try FileManager.default.contentsOfDirectory(atPath: directory.file("images"))
    #expect(beside == ["disk.qcow2"])
    #expect(files.count == 1)
    #expect(
      try String(decoding: contents(of: files[0]), as: UTF8.self).hasPrefix("qcow2-tui notes 1\n"))
  }

  @Test func twoBrowsersOnOneImageKeepTheNotesOfBoth() throws {
    let (one, other) = (try pilot(), try pilot())
    try say("from one", one)
    try other.go(to: "1M")
    try say("from the other", other)
    #expect(other.model.notes.map(\.text) == ["from one", "from the other"])
    try one.press("B Del")
    #expect(one.model.notes.map(\.text) == ["from the other"])
    #expect(try pilot().model.notes.map(\.text) == ["from the other"])
  }

  @Test func aNoteIsOfTheSelectionAndWrittenAnewWhereThereIsOne() throws {
    let pilot = try pilot()
    try pilot.press("3 v l l l")
    try say("four", pilot)
    #expect(pilot.model.notes == [Note("four", of: 0..<4, in: .guest)])
    #expect(pilot.model.selection == nil)
    try pilot.press("g g v l l l M")
    #expect(pilot.model.prompt?.string == "four")
    try pilot.press("^U")
    pilot.type("bytes")
    try pilot.press("Enter")
    #expect(pilot.model.notes.map(\.text) == ["bytes"])
  }

  @Test func whatIsDamagedOrForeignIsToldOnceAndNeverWrittenOver() throws {
    try say("a note", try pilot())
    let file = files[0]
    let whole = String(decoding: try contents(of: file), as: UTF8.self)
    for text in [
      "qcow2-tui notes 2\n", "something else\n", String(whole.dropLast(3)), whole + "note\tx\n", "",
      whole.replacing("\t0\t1\t", with: "\t1\t0\t"),
    ] {
      try write(Array(text.utf8), to: file)
      let pilot = try pilot()
      #expect(pilot.message.contains("stays as it is"), "\(pilot.message)")
      try pilot.press("m b")
      #expect(pilot.message.contains("mark 'b"), "\(pilot.message)")
      #expect(pilot.model.marks["b"] != nil)
      #expect(try contents(of: file) == Array(text.utf8))
      try pilot.press("B")
      #expect(pilot.drawn().text.contains("not kept"))
    }
    #expect(files == [file])
  }

  @Test func aFolderThatCannotBeMadeIsToldOnce() throws {
    let pilot = try pilot(folder: path + "/state")
    #expect(pilot.message.isEmpty)
    try pilot.press("m a")
    #expect(pilot.message.contains("notes are not kept"))
    try pilot.press("m b")
    #expect(pilot.message == "mark 'b is 0x0")
    #expect(pilot.model.marks.count == 2)
  }

  @Test func anImageThatIsRenamedKeepsItsNotesAndAnotherAtItsPathGetsNone() throws {
    try say("mine", try pilot())
    let moved = directory.file("images/moved.qcow2")
    try FileManager.default.moveItem(atPath: path, toPath: moved)
    #expect(try pilot(moved).model.notes.map(\.text) == ["mine"])
    try QEMU.create(path, size: "1M")
    let other = try pilot()
    #expect(other.model.notes.isEmpty)
    #expect(other.message.contains("another file was at this path"))
    try say("new", other)
    #expect(files.count == 2)
    #expect(try pilot(moved).model.notes.map(\.text) == ["mine"])
  }

  /// File systems give the inode of a file that is gone to the next one.
  @Test func aNewImageInThePlaceOfOneThatIsGoneGetsNone() throws {
    for _ in 0..<3 {
      try say("of this one", try pilot())
      try FileManager.default.removeItem(atPath: path)
      try QEMU.create(path, size: "4M")
      #expect(try pilot().model.notes.isEmpty)
    }
    let elsewhere = directory.file("images/elsewhere.qcow2")
    try FileManager.default.removeItem(atPath: path)
    try QEMU.create(elsewhere, size: "4M")
    #expect(try pilot(elsewhere).model.notes.isEmpty)
  }

  @Test func mapHexAndMotionsKnowThem() throws {
    let pilot = try pilot()
    try pilot.go(to: "2M")
    try say("the journal", pilot)
    try pilot.go(to: "1M")
    try pilot.press("m q g g ] m")
    #expect(pilot.message.contains("mark 'q"))
    try pilot.press("] m")
    #expect(pilot.cursor == 2 << 20)
    #expect(pilot.message.contains("the journal"))
    try pilot.press("[ m")
    #expect(pilot.cursor == 1 << 20)
    #expect(pilot.drawn().lines.contains { $0.hasPrefix("mark 'q") })
    try pilot.press("g g 2")
    let underlined = pilot.drawn().cells.count { $0.style.traits.contains(.underline) }
    #expect(underlined == 2)
    #expect(pilot.drawn().text.contains("'q *"))
  }

  @Test func theListSortsFiltersAndGoesThere() throws {
    let pilot = try pilot()
    try pilot.go(to: "2M")
    try say("later", pilot)
    try pilot.go(to: "1M")
    try say("earlier", pilot)
    try pilot.press("m z B o o O")
    #expect(pilot.model.focus == .marks)
    #expect(pilot.model.placeCount == 5)
    try pilot.press("f f")
    pilot.type("later")
    try pilot.press("Enter Enter")
    #expect(pilot.cursor == 2 << 20)
    #expect(pilot.model.focus == .hex)
    try pilot.press(":")
    pilot.type("history")
    try pilot.press("Enter")
    let rows = pilot.drawn().lines.filter { $0.hasPrefix(" visited") }
    #expect(rows.map { $0.split(separator: " ")[1] } == ["0x100000", "0x200000", "0x0"])
  }

  @Test func aNoteAboutTheFileIsShownWithTheFile() throws {
    let pilot = try pilot()
    try pilot.press("3 s")
    try say("the header", pilot)
    #expect(pilot.model.notes.first?.space == .host)
    #expect(pilot.drawn().lines.contains { $0.hasPrefix("note: the header") })
    try pilot.press("s")
    #expect(!pilot.drawn().text.contains("the header"))
    try pilot.press("B Enter")
    #expect(pilot.model.hexSpace == .host)
    #expect(pilot.model.hexPlace == pilot.model.notes.first?.range.lowerBound)
  }
}
