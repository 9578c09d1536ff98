package import QCOW2

/// What a byte of the file is part of, in one line.
package struct FieldNote: Equatable, Sendable {
  /// The bytes that the line holds for.
  package let range: Range<HostOffset>
  package let text: String
  package let isFaulty: Bool
  /// What the field leads to, where it is a pointer.
  package let target: StructureField.Target?
  /// The structure that leads there, for people; nil where the byte is part of none.
  package let structure: String?
  /// The entry of a table of the disk that is shown, or of one that counts references.
  let entry: EntryPlace?

  /// - Parameters:
  ///   - anatomy: The structures of the file.
  ///   - image: The disk that is shown.
  ///   - place: The byte.
  /// - Throws: `ImageError.system` where its structure cannot be read.
  init(_ anatomy: Anatomy, _ image: Image, at place: HostOffset) throws(ImageError) {
    guard let field = try anatomy.field(at: place) else {
      range = Self.stretch(around: place, anatomy)
      text = Self.elsewhere(anatomy, place)
      isFaulty = false
      (target, structure, entry) = (nil, nil, nil)
      return
    }
    let isNarrow = field.structure.isTable && anatomy.entryBits(of: field.structure) < 8
    range = field.range
    let name = anatomy.name(of: field.structure)
    text =
      "\(field.name)\(isNarrow ? " and neighbours" : ""): \(field.text)"
      + Self.place(of: field, anatomy) + ", in \(name)"
    isFaulty = field.bits.contains(where: \.isFaulty)
    (target, structure) = (field.target, name)
    entry = field.index.flatMap { row in
      EntryTable(field.structure.kind, of: anatomy.disk(of: image)).map {
        EntryPlace(table: $0, row: row)
      }
    }
  }

  init(_ error: ImageError, at place: HostOffset) {
    range = place..<HostOffset(place.rawValue + 1)
    text = "the structures cannot be read: \(error)"
    isFaulty = true
    (target, structure, entry) = (nil, nil, nil)
  }

  /// Where what an entry is about begins.
  private static func place(of field: StructureField, _ anatomy: Anatomy) -> String {
    if let guest = anatomy.guestRange(of: field) { return ", for guest \(guest.lowerBound)" }
    return anatomy.countedRange(of: field).map { ", for file \($0.lowerBound)" } ?? ""
  }

  /// The cluster where no structure lies in it, else the byte.
  private static func stretch(
    around place: HostOffset, _ anatomy: Anatomy
  ) -> Range<HostOffset> {
    let start = HostOffset(place.rawValue - anatomy.geometry.offsetInCluster(place))
    if let end = start.advanced(by: anatomy.geometry.clusterSize) {
      if anatomy.structures(in: start..<end).isEmpty { return start..<end }
    }
    return place..<HostOffset(place.rawValue + 1)
  }

  private static func elsewhere(_ anatomy: Anatomy, _ place: HostOffset) -> String {
    let count = anatomy.referenceCount(of: place)
    let told =
      count.map { counted($0, "reference", "references") } ?? "a count that cannot be read"
    return "\(anatomy.isCut ? "no field that was read" : "no field"), cluster with \(told)"
  }
}
