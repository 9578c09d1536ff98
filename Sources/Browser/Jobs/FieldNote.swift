package import QCOW2

/// What a byte of the file is part of, in one line.
package struct FieldNote: Equatable, Sendable {
  /// The bytes that the line holds for.
  package let range: Range<HostOffset>
  package let text: String
  package let isFaulty: Bool

  init(_ anatomy: Anatomy, at place: HostOffset) throws(ImageError) {
    guard let field = try anatomy.field(at: place) else {
      range = place..<HostOffset(place.rawValue + 1)
      text = Self.elsewhere(anatomy, place)
      isFaulty = false
      return
    }
    let isNarrow = field.structure.isTable && anatomy.entryBits(of: field.structure) < 8
    range = field.range
    text =
      "\(anatomy.name(of: field.structure)), \(field.name)"
      + (isNarrow ? " and neighbours" : "") + ": \(field.text)"
    isFaulty = field.bits.contains(where: \.isFaulty)
  }

  init(_ error: ImageError, at place: HostOffset) {
    range = place..<HostOffset(place.rawValue + 1)
    text = "the structures cannot be read: \(error)"
    isFaulty = true
  }

  private static func elsewhere(_ anatomy: Anatomy, _ place: HostOffset) -> String {
    let count = anatomy.referenceCount(of: place)
    let told =
      count.map { counted($0, "reference", "references") } ?? "a count that cannot be read"
    return "\(anatomy.isCut ? "no field that was read" : "no field"), cluster with \(told)"
  }
}
