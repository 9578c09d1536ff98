package import QCOW2

/// Who refers to the clusters of a cell of the file's map.
package struct CellOwners: Sendable {
  /// The cell.
  package let range: Range<HostOffset>
  /// Who it is, for people.
  package let text: String
  /// The same in fewer words, for a line with other things on it.
  let brief: String
  /// The first of its bytes that the active disk maps, on that disk.
  package let guest: GuestOffset?
  /// Whether the bytes behind it are those behind the start of the cell.
  let isInPiece: Bool

  /// Goes over all tables.
  ///
  /// - Throws: `ImageError.cancelled`, `ImageError.system` where the refcount table cannot be read.
  init(
    _ check: Check, _ range: Range<HostOffset>, _ cancellation: Cancellation
  ) throws(ImageError) {
    self.range = range
    let isOne = range.upperBound - range.lowerBound <= check.geometry.clusterSize
    var words: [String] = []
    let references: [Reference]
    let isCut: Bool
    if isOne {
      let known = try check.ownership(
        of: range.lowerBound, most: Self.most, cancellation: cancellation)
      let count = known.referenceCount.map { "\($0)" } ?? "unreadable"
      if known.state != .used { words.append(known.state.words) }
      words.append("refcount \(count)")
      (references, isCut) = (known.references, known.isCut)
    } else {
      (references, isCut) = try check.references(
        in: range, most: Self.most, cancellation: cancellation)
    }
    let named = references.prefix(Self.mostNamed)
    let more = references.count - named.count
    let rest = isCut ? ["and many more"] : more > 0 ? ["and \(more) more"] : []
    text = (words + named.map { Self.label($0, check) } + rest).joined(separator: ", ")
    brief = (words + named.map { Self.brief($0, check) } + rest).joined(separator: ", ")
    let mapping = references.first { Self.guest($0, range.lowerBound) != nil }
    guest = mapping.flatMap { Self.guest($0, range.lowerBound) }
    isInPiece = isOne && mapping.map { !Self.isCompressed($0) } ?? false
  }

  private static func isCompressed(_ reference: Reference) -> Bool {
    if case .guest(let guest) = reference.owner { guest.class == .compressed } else { false }
  }

  private static func label(_ reference: Reference, _ check: Check) -> String {
    let label = reference.owner.label(check.snapshots, check.bitmaps)
    guard case .guest(let guest) = reference.owner else { return label }
    return "\(label) at guest \(guest.range.lowerBound)"
  }

  /// The same without saying of data that it is some.
  private static func brief(_ reference: Reference, _ check: Check) -> String {
    guard case .guest(let guest) = reference.owner, guest.class == .data else {
      return label(reference, check)
    }
    return "guest \(guest.range.lowerBound) of \(guest.disk.text(check.snapshots))"
  }

  /// The references that are looked at, and those that are named.
  private static let most = 256
  private static let mostNamed = 3

  private static func guest(_ reference: Reference, _ start: HostOffset) -> GuestOffset? {
    guard case .guest(let guest) = reference.owner, guest.disk == .active, guest.class != .vmState
    else { return nil }
    // A compressed cluster has no place for each of its bytes.
    guard guest.class != .compressed, start > reference.host.lowerBound else {
      return guest.range.lowerBound
    }
    return guest.range.lowerBound.advanced(by: start - reference.host.lowerBound)
  }
}
