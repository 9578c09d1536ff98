/// One of the three feature words of the header.
public enum FeatureWord: Int, CaseIterable, Hashable, Sendable {
  /// A reader that does not know a bit must not open the image.
  case incompatible = 0
  /// A program that does not know a bit may ignore it.
  case compatible = 1
  /// A writer that does not know a bit clears it.
  case autoclear = 2

  /// The header field that holds the word.
  public var field: Field {
    switch self {
    case .incompatible: .incompatibleFeatures
    case .compatible: .compatibleFeatures
    case .autoclear: .autoclearFeatures
    }
  }

  /// One letter for narrow columns.
  public var letter: String {
    switch self {
    case .incompatible: "I"
    case .compatible: "C"
    case .autoclear: "A"
    }
  }
}

/// A feature bit that the specification knows.
public struct KnownFeature: Hashable, Sendable {
  /// The word that the bit belongs to.
  public let word: FeatureWord
  /// The bit, 0 being the least significant.
  public let bit: Int
  /// The specification's name.
  public let name: String
  /// What a set bit means, in one line.
  public let meaning: String

  init(_ word: FeatureWord, _ bit: Int, _ name: String, _ meaning: String) {
    self.word = word
    self.bit = bit
    self.name = name
    self.meaning = meaning
  }

  /// The bit in its place.
  public var mask: UInt64 { 1 << UInt64(bit) }

  /// Refcounts may be stale: the image was not closed cleanly.
  public static let dirty = KnownFeature(
    .incompatible, 0, "dirty bit", "refcounts may be stale; a writer repairs them first")
  /// Some structure is known to be damaged.
  public static let corrupt = KnownFeature(
    .incompatible, 1, "corrupt bit", "a structure is damaged; the image must not be written")
  /// Guest clusters lie in another file.
  public static let externalDataFile = KnownFeature(
    .incompatible, 2, "external data file", "guest clusters lie in another file")
  /// Compressed clusters do not use deflate.
  public static let compressionType = KnownFeature(
    .incompatible, 3, "compression type", "compressed clusters use another codec than deflate")
  /// L2 entries are 16 bytes with a subcluster bitmap.
  public static let extendedL2 = KnownFeature(
    .incompatible, 4, "extended L2 entries", "L2 entries are 16 bytes, clusters have 32 parts")
  /// Refcounts are written lazily.
  public static let lazyRefcounts = KnownFeature(
    .compatible, 0, "lazy refcounts", "refcounts are written late, under the dirty bit")
  /// The bitmaps extension is consistent with the data.
  public static let bitmaps = KnownFeature(
    .autoclear, 0, "bitmaps", "the bitmaps extension matches the data")
  /// The external data file is a plain raw disk.
  public static let rawExternalData = KnownFeature(
    .autoclear, 1, "raw external data", "the external data file reads as a raw disk")

  /// Every bit the specification names, in its order.
  public static let all: [KnownFeature] = [
    .dirty, .corrupt, .externalDataFile, .compressionType, .extendedL2, .lazyRefcounts, .bitmaps,
    .rawExternalData,
  ]
}

/// A row of an image's own feature name table (specification: "Feature name table").
public struct FeatureName: Hashable, Sendable {
  /// The word's number as stored; only 0 to 2 exist.
  public let type: UInt8
  /// The bit as stored; only 0 to 63 exist.
  public let bit: UInt8
  /// The stored name without its padding, as bytes that may be anything.
  public let name: Bytes
}

/// What is known of one feature bit in one image.
public struct FeatureStatus: Hashable, Sendable {
  /// The word that the bit belongs to.
  public let word: FeatureWord
  /// The bit, 0 being the least significant.
  public let bit: Int
  /// Whether the bit is set.
  public let isSet: Bool
  /// The specification's entry for the bit.
  public let known: KnownFeature?
  /// The name that the image's own table gives, escaped for display.
  public let tableName: String?

  /// The best name there is, escaped for display.
  public var name: String { known?.name ?? tableName ?? "unknown bit \(bit)" }
}

extension Header {
  /// Whether a feature's bit is set.
  public func has(_ feature: KnownFeature) -> Bool {
    self[feature.word.field] & feature.mask != 0
  }

  /// The bits the specification knows, the bits named by `names` only, and set bits that nobody
  /// names, by word and bit.
  public func features(named names: [FeatureName]) -> [FeatureStatus] {
    FeatureWord.allCases.flatMap { word in
      (0..<64).compactMap { bit -> FeatureStatus? in
        let known = KnownFeature.all.first { $0.word == word && $0.bit == bit }
        let row = names.first { $0.type == UInt8(word.rawValue) && $0.bit == UInt8(bit) }
        let isSet = self[word.field] >> UInt64(bit) & 1 == 1
        guard isSet || known != nil || row != nil else { return nil }
        return FeatureStatus(
          word: word, bit: bit, isSet: isSet, known: known,
          tableName: row.map { escaped($0.name.array) })
      }
    }
  }
}
