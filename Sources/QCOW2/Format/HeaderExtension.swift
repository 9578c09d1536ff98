/// A header extension (specification: "Header extensions"): its place and its typed content.
public struct HeaderExtension: Hashable, Sendable {
  /// What the payload is.
  public enum Content: Hashable, Sendable {
    /// The format of the backing file.
    case backingFormat(Bytes)
    /// Names for feature bits.
    case featureNames([FeatureName])
    /// Where the bitmap directory lies.
    case bitmaps(BitmapsExtension)
    /// Where the LUKS header lies.
    case encryption(EncryptionHeaderPointer)
    /// The name of the external data file.
    case dataFileName(Bytes)
    /// A type that the specification does not know, or a payload too short for its type.
    case unknown
  }

  /// The type number as stored.
  public let type: UInt32
  /// Where the extension's own eight-byte header lies.
  public let offset: HostOffset
  /// The payload without padding, byte for byte.
  public let payload: Bytes
  /// The payload, typed.
  public let content: Content

  /// The length of the payload in bytes.
  public var length: Int { payload.count }

  /// A short name for the type.
  public var name: String {
    Kind(rawValue: type)?.name ?? "unknown \(hex(UInt64(type), digits: 8))"
  }

  /// The types that the specification knows.
  public enum Kind: UInt32, CaseIterable, Sendable {
    /// The end of the extension area.
    case end = 0x0000_0000
    /// The format of the backing file.
    case backingFormat = 0xe279_2aca
    /// Names for feature bits.
    case featureNames = 0x6803_f857
    /// Where the bitmap directory lies.
    case bitmaps = 0x2385_2875
    /// Where the LUKS header lies.
    case encryption = 0x0537_be77
    /// The name of the external data file.
    case dataFileName = 0x4441_5441

    /// The specification's name.
    public var name: String {
      switch self {
      case .end: "end of extensions"
      case .backingFormat: "backing file format"
      case .featureNames: "feature name table"
      case .bitmaps: "bitmaps"
      case .encryption: "full disk encryption header"
      case .dataFileName: "external data file name"
      }
    }
  }
}

/// The bitmaps extension (specification: "Bitmaps extension").
public struct BitmapsExtension: Hashable, Sendable {
  /// The number of bitmaps.
  public let count: UInt32
  /// Bytes that must be zero.
  public let reserved: UInt32
  /// The length of the bitmap directory in bytes.
  public let directorySize: UInt64
  /// Where the bitmap directory lies.
  public let directoryOffset: HostOffset
}

/// The pointer to the LUKS header (specification: "Full disk encryption header pointer").
public struct EncryptionHeaderPointer: Hashable, Sendable {
  /// Where the encryption header lies.
  public let offset: HostOffset
  /// Its length in bytes.
  public let length: UInt64
}
