extension HeaderExtension {
  /// The fields that every extension begins with.
  public static let fields: [Field] = [.extensionType, .extensionLength]
}

extension BitmapsExtension {
  /// The fields of the payload; their offsets count from its start.
  public static let fields: [Field] = [
    .bitmapsCount, .bitmapsReserved, .bitmapDirectorySize, .bitmapDirectoryOffset,
  ]
}

extension EncryptionHeaderPointer {
  /// The fields of the payload; their offsets count from its start.
  public static let fields: [Field] = [.encryptionHeaderOffset, .encryptionHeaderLength]
}

extension FeatureName {
  /// The fields of a row of the table; their offsets count from its start.
  public static let fields: [Field] = [.featureNameType, .featureNameBit, .featureName]

  /// The length of a row in bytes.
  static let byteCount = 48
}

extension Field {
  /// The type of a header extension.
  public static let extensionType = Field(
    "type", at: 0, width: 4,
    .choice(
      Dictionary(
        uniqueKeysWithValues: HeaderExtension.Kind.allCases.map { (UInt64($0.rawValue), $0.name) })),
    "which extension this is")
  /// The length of a header extension.
  public static let extensionLength = Field(
    "length", at: 4, width: 4, .decimal, "length of the data in bytes, without padding")
  /// The number of bitmaps.
  public static let bitmapsCount = Field(
    "nb_bitmaps", at: 0, width: 4, .decimal, "number of bitmaps")
  /// Four bytes of the bitmaps extension.
  public static let bitmapsReserved = Field(
    "reserved", at: 4, width: 4, .decimal, "must be zero")
  /// The length of the bitmap directory.
  public static let bitmapDirectorySize = Field(
    "bitmap_directory_size", at: 8, width: 8, .size, "length of the bitmap directory in bytes")
  /// Where the bitmap directory lies.
  public static let bitmapDirectoryOffset = Field(
    "bitmap_directory_offset", at: 16, width: 8, .hostOffset, "where the bitmap directory lies")
  /// Where the LUKS header lies.
  public static let encryptionHeaderOffset = Field(
    "offset", at: 0, width: 8, .hostOffset, "where the LUKS header lies")
  /// The length of the LUKS header.
  public static let encryptionHeaderLength = Field(
    "length", at: 8, width: 8, .size, "length of the LUKS header with its key material")
  /// The word that a feature belongs to.
  public static let featureNameType = Field(
    "type", at: 0, width: 1,
    .choice([0: "incompatible", 1: "compatible", 2: "autoclear"]), "which word the bit is of")
  /// The bit of a feature.
  public static let featureNameBit = Field("bit", at: 1, width: 1, .decimal, "bit of that word")
  /// The name of a feature.
  public static let featureName = Field(
    "name", at: 2, width: 46, .text, "name of the feature, for programs that do not know the bit")
}
