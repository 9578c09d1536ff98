import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Partitions beside the rows of the map, whatever room its cells leave.
@Suite struct PartitionBandTests {
  /// The column of the bands, from the first row of the map to the last.
  private func bands(_ pilot: Pilot, _ glyphs: Glyphs = .unicode) throws -> String {
    let area = try #require(pilot.model.layout.content(of: .map))
    let map = try #require(pilot.model.mapLayout)
    let column = try #require(map.bandColumn)
    let surface = pilot.drawn(glyphs)
    return (0..<map.lines).reduce(into: "") { text, row in
      text.unicodeScalars.append(surface[area.x + column, area.y + row].scalar)
    }
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (40, 12), (30, 12)])
  func theyAreDrawnAtEverySize(width: Int, height: Int) throws {
    let pilot = Pilot(try Demo.image(), width: width, height: height, screen: .map)
    let text = try bands(pilot)
    // The first begins with the first row or after it, the second after that, each with a line below.
    #expect(text.contains("1") && text.contains("2"), "\(text)")
    #expect(text.drop { $0 != "2" }.dropFirst().contains("│"), "\(text)")
    #expect(try bands(pilot, .ascii).contains("|"))
  }

  @Test func aDiskWithoutPartitionsKeepsItsColumns() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("plain.qcow2")
    try QEMU.create(path, size: "64M")
    #expect(try Pilot(path: path, screen: .map).model.mapLayout?.bandColumn == nil)
  }
}
