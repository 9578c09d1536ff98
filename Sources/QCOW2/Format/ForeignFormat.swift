/// A disk format that this library does not read, known by how its files begin.
struct ForeignFormat {
  /// What QEMU calls it.
  let name: String
  /// Where the magic number lies.
  let offset: Int
  /// The magic number.
  let magic: [UInt8]

  private init(_ name: String, at offset: Int = 0, _ magic: [UInt8]) {
    self.name = name
    self.offset = offset
    self.magic = magic
  }

  private init(_ name: String, _ magic: String) { self.init(name, Array(magic.utf8)) }

  /// The formats that QEMU would recognize in a file whose format nobody names.
  private static let all = [
    ForeignFormat("vmdk", "KDMV"), ForeignFormat("vmdk", "COWD"), ForeignFormat("qed", "QED\0"),
    ForeignFormat("luks", Array("LUKS".utf8) + [0xba, 0xbe]), ForeignFormat("vhdx", "vhdxfile"),
    ForeignFormat("vpc", "conectix"), ForeignFormat("parallels", "WithoutFreeSpace"),
    ForeignFormat("parallels", "WithouFreSpacExt"),
    ForeignFormat("vdi", at: 64, [0x7f, 0x10, 0xda, 0xbe]),
  ]

  /// How many bytes tell.
  static let probed = 68

  /// - Parameter start: The first bytes of a file.
  /// - Returns: The format that they are the beginning of; nil for none of these.
  static func of(_ start: Bytes) -> ForeignFormat? {
    all.first { start.array.dropFirst($0.offset).starts(with: $0.magic) }
  }

  /// The magic number, for people.
  var magicText: String {
    escaped(magic) + (offset > 0 ? " at byte \(offset)" : "")
  }
}
