extension Header {
  /// `QFI` and 0xfb, the first four bytes of every qcow2 file.
  public static let magicNumber: UInt64 = 0x5146_49fb

  /// Every field of the header in the order in which it lies on disk (specification: "Header").
  public static let fields: [Field] = [
    .magic, .version, .backingFileOffset, .backingFileSize, .clusterBits, .size, .cryptMethod,
    .l1Size, .l1TableOffset, .refcountTableOffset, .refcountTableClusters, .nbSnapshots,
    .snapshotsOffset, .incompatibleFeatures, .compatibleFeatures, .autoclearFeatures,
    .refcountOrder, .headerLength, .compressionType,
  ]

  /// The bytes a version 2 header has.
  public static let version2Length = 72
  /// The bytes a version 3 header has at least.
  public static let version3Length = 104
}

extension Field {
  /// `QFI\xfb`.
  public static let magic = Field("magic", at: 0, width: 4, .magic, "QFI\\xfb marks the format")
  /// The version of the format.
  public static let version = Field(
    "version", at: 4, width: 4, .decimal, "version of the format, 2 or 3")
  /// Where the backing file name lies.
  public static let backingFileOffset = Field(
    "backing_file_offset", at: 8, width: 8, .hostOffset,
    "where the backing file name lies; 0 means no backing file")
  /// The length of the backing file name in bytes.
  public static let backingFileSize = Field(
    "backing_file_size", at: 16, width: 4, .decimal, "length of the backing file name in bytes")
  /// The binary logarithm of the cluster size.
  public static let clusterBits = Field(
    "cluster_bits", at: 20, width: 4, .sizeBits, "the cluster size is 2 to this power")
  /// The size of the virtual disk in bytes.
  public static let size = Field(
    "size", at: 24, width: 8, .size, "size of the virtual disk in bytes")
  /// How guest data is encrypted.
  public static let cryptMethod = Field(
    "crypt_method", at: 32, width: 4, .choice([0: "none", 1: "AES-CBC (legacy)", 2: "LUKS"]),
    "how guest data is encrypted")
  /// The number of entries of the active L1 table.
  public static let l1Size = Field(
    "l1_size", at: 36, width: 4, .decimal, "entries of the active L1 table")
  /// Where the active L1 table lies.
  public static let l1TableOffset = Field(
    "l1_table_offset", at: 40, width: 8, .hostOffset, "where the active L1 table lies")
  /// Where the refcount table lies.
  public static let refcountTableOffset = Field(
    "refcount_table_offset", at: 48, width: 8, .hostOffset, "where the refcount table lies")
  /// The clusters that the refcount table occupies.
  public static let refcountTableClusters = Field(
    "refcount_table_clusters", at: 56, width: 4, .decimal,
    "clusters that the refcount table occupies")
  /// The number of internal snapshots.
  public static let nbSnapshots = Field(
    "nb_snapshots", at: 60, width: 4, .decimal, "number of internal snapshots")
  /// Where the snapshot table lies.
  public static let snapshotsOffset = Field(
    "snapshots_offset", at: 64, width: 8, .hostOffset, "where the snapshot table lies")
  /// Features without which the image must not be opened.
  public static let incompatibleFeatures = Field(
    "incompatible_features", at: 72, width: 8, .flags, since: 3,
    "a reader that does not know one of these bits must not open the image")
  /// Features that may be ignored.
  public static let compatibleFeatures = Field(
    "compatible_features", at: 80, width: 8, .flags, since: 3,
    "a program that does not know one of these bits may ignore it")
  /// Features that a writer clears if it does not know them.
  public static let autoclearFeatures = Field(
    "autoclear_features", at: 88, width: 8, .flags, since: 3,
    "a writer that does not know one of these bits clears it")
  /// The binary logarithm of a reference count's width in bits.
  public static let refcountOrder = Field(
    "refcount_order", at: 96, width: 4, .widthOrder, since: 3, absent: 4,
    "a reference count is 2 to this power bits wide")
  /// The length of the header in bytes.
  public static let headerLength = Field(
    "header_length", at: 100, width: 4, .decimal, since: 3, absent: UInt64(Header.version2Length),
    "length of the header in bytes; extensions follow")
  /// The codec of compressed clusters.
  public static let compressionType = Field(
    "compression_type", at: 104, width: 1, .choice([0: "deflate (zlib)", 1: "zstd"]), since: 3,
    "codec of compressed clusters")
}
