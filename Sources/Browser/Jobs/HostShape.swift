internal import QCOW2

/// What structures the bytes of the file on the screen are part of, and where one field ends and the
/// next begins.
package struct HostShape: Equatable, Sendable {
  /// What a byte is part of.
  package struct Mark: Equatable, Sendable {
    /// The structure, as an index into the names.
    let structure: Int
    /// The field within it; of entries that share a byte the first.
    let field: Int
    let `class`: ClusterClass

    /// Whether the field has the second of the two shades.
    var isShaded: Bool { field % 2 == 1 }
  }

  /// The bytes that were looked at.
  package let range: Range<UInt64>
  /// The structures in them for people.
  let names: [String]
  private var marks: [Mark?]

  /// The most bytes that are looked at; more are on no screen.
  private static let most: UInt64 = 1 << 16

  /// - Throws: `ImageError.system` where the fields of a structure cannot be read.
  init(_ anatomy: Anatomy, _ wanted: Range<UInt64>) throws(ImageError) {
    let length = min(wanted.upperBound - wanted.lowerBound, Self.most)
    let end = wanted.lowerBound + length
    range = wanted.lowerBound..<end
    marks = [Mark?](repeating: nil, count: range.count)
    let structures = anatomy.structures(in: Self.start(range)..<HostOffset(end))
    names = structures.map(anatomy.name)
    var layers: [(length: UInt64, marks: [(Range<HostOffset>, Mark)])] = []
    var (last, count) = (HostOffset.zero, 0)
    for (index, structure) in structures.enumerated() where !structure.isTable {
      // Where one record begins at the end of another, the shades go on in turn.
      if structure.range.lowerBound != last { count = 0 }
      let fields = try anatomy.fields(of: structure, in: structure.range)
      let marks = fields.enumerated().map {
        ($1.range, Mark(structure: index, field: count + $0, class: structure.class))
      }
      layers.append((structure.range.upperBound - structure.range.lowerBound, marks))
      (last, count) = (structure.range.upperBound, count + fields.count)
    }
    for (index, structure) in structures.enumerated() where structure.isTable {
      paint(entriesOf: structure, index, bits: anatomy.entryBits(of: structure))
    }
    // In a damaged file structures lie over one another; the smallest is the last to be painted.
    for (range, mark) in layers.sorted(by: { $0.length > $1.length }).flatMap(\.marks) {
      paint(range, mark)
    }
  }

  /// Where looking begins, so that the shades stay the same while the screen scrolls.
  private static func start(_ range: Range<UInt64>) -> HostOffset {
    HostOffset(range.lowerBound / 4096 * 4096)
  }

  /// Entries have one size, so that nothing of the table has to be read.
  private mutating func paint(entriesOf table: Structure, _ index: Int, bits: UInt64) {
    let start = table.range.lowerBound.rawValue
    for place in range.clamped(to: start..<table.range.upperBound.rawValue) {
      let entry = Int((place - start) * 8 / max(8, bits))
      marks[Int(place - range.lowerBound)] = Mark(
        structure: index, field: entry, class: table.class)
    }
  }

  private mutating func paint(_ bytes: Range<HostOffset>, _ mark: Mark) {
    let bytes = bytes.lowerBound.rawValue..<bytes.upperBound.rawValue
    for place in range.clamped(to: bytes) { marks[Int(place - range.lowerBound)] = mark }
  }

  /// What a byte is part of; nil where it is of no structure, or was not looked at.
  func mark(at place: UInt64) -> Mark? {
    range.contains(place) ? marks[Int(place - range.lowerBound)] : nil
  }

  /// The structure that a byte is part of.
  func name(at place: UInt64) -> String? { mark(at: place).map { names[$0.structure] } }
}
