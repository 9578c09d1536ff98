public import SystemPackage

/// One file of a disk: the image itself or something below it.
public struct Layer: Sendable {
  /// What the file turned out to be.
  public enum Content: Sendable {
    /// A qcow2 image.
    case image(Image)
    /// A file whose bytes are the guest's.
    case raw(any Storage, size: UInt64)
    /// A file that is not open, and why.
    case closed(ImageError)
  }

  /// Where the format of a layer comes from.
  public enum Format: Hashable, Sendable {
    /// The image above names it.
    case stored(String)
    /// Nobody names it: it was guessed from the magic number. Empty where the file is not open.
    case guessed(String)
  }

  /// The formats whose bytes are the guest's: none at all, and QEMU's drivers of what lies below it.
  static let plainFormats: Set = ["raw", "file", "host_device"]

  /// The name by which the layer above calls it, escaped for display; for the first, its own.
  public let name: String
  /// The path it was opened by, or would be.
  public let path: FilePath?
  /// The format, and whether that is more than a guess.
  public let format: Format
  /// What it is.
  public let content: Content
  /// Which file it is, whatever path leads to it.
  public let identity: FileIdentity?
  /// When its content was last changed, in seconds since 1970.
  public let modificationTime: Int?
  /// The file that its guest clusters lie in, where it names one.
  public let dataFile: DataFile?

  init(
    name: String, path: FilePath?, format: Format, content: Content, identity: FileIdentity? = nil,
    modificationTime: Int? = nil, dataFile: DataFile? = nil
  ) {
    self.name = name
    self.path = path
    self.format = format
    self.content = content
    self.identity = identity
    self.modificationTime = modificationTime
    self.dataFile = dataFile
  }

  /// The qcow2 image, where it is one.
  public var image: Image? {
    if case .image(let image) = content { image } else { nil }
  }

  /// The size of the disk that this layer alone describes; 0 where it is not open.
  public var virtualSize: UInt64 {
    switch content {
    case .image(let image): image.geometry.virtualSize
    case .raw(_, let size): size
    case .closed: 0
    }
  }
}
