/// How many bytes a hex row has and how wide its offset is.
package struct HexLayout: Equatable, Sendable {
  /// A power of two, at most 32.
  package let bytesPerRow: Int
  /// The digits of the offset column.
  package let digits: Int

  /// - Parameters:
  ///   - width: The columns there are.
  ///   - wanted: The bytes per row the user chose, or nil for as many as fit.
  ///   - needed: The columns that the largest offset needs.
  package init(width: Int, wanted: Int?, needed: Int) {
    let roomy = Self.roomy(needed)
    let whole = Self.whole(width, needed)
    // Where not even eight bytes fit with their characters, the digits at least are whole.
    let partial = [8, 4, 2].first { Self.digitsWidth($0, needed) <= width }
    // A width that was chosen gives way where it would put the cursor out of sight.
    let chosen = wanted.flatMap { most in
      [32, 16, 8].first { $0 <= most && Self.digitsWidth($0, needed) <= width }
    }
    bytesPerRow = (wanted == nil ? whole : chosen) ?? partial ?? 1
    let spare = width - Self.width(bytesPerRow, 0)
    digits = max(needed, min(roomy, spare))
  }

  /// Twelve digits reach 256 TiB; a narrow screen drops the leading zeros first.
  private static func roomy(_ needed: Int) -> Int { max(12, needed) }

  /// The most bytes of which a row is whole, or nil.
  private static func whole(_ width: Int, _ needed: Int) -> Int? {
    [32, 16, 8].first { Self.width($0, roomy(needed)) <= width }
  }

  /// The columns that are left beside the longest whole rows and a line.
  static func spare(width: Int, needed: Int) -> Int {
    whole(width, needed).map { width - Self.width($0, roomy(needed)) - 1 } ?? 0
  }

  /// The columns of the digits of a row: two a byte, a space between, two between groups of eight.
  private static func hexWidth(_ bytes: Int) -> Int { bytes * 3 - 1 + (bytes - 1) / 8 }

  /// The columns of a row without its characters.
  private static func digitsWidth(_ bytes: Int, _ digits: Int) -> Int {
    1 + digits + 1 + hexWidth(bytes)
  }

  /// The columns of a whole row: state letter, offset, the bytes in groups of eight, the text.
  private static func width(_ bytes: Int, _ digits: Int) -> Int {
    digitsWidth(bytes, digits) + 1 + bytes
  }

  /// The column of a byte's two digits.
  package func column(ofByte index: Int) -> Int { 1 + digits + 1 + index * 3 + index / 8 }

  /// The column of a byte's character.
  package func column(ofText index: Int) -> Int {
    Self.digitsWidth(bytesPerRow, digits) + 1 + index
  }
}
