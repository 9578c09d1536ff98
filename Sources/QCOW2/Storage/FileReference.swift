public import SystemPackage

/// A file named inside an image, as QEMU reads such names; naming opens nothing.
///
/// QEMU takes `file:` names and data file names from its current directory; here every relative name
/// is taken from the image's own, so that what a disk holds does not depend on where one stands.
public enum FileReference: Hashable, Sendable {
  /// A path, which is relative to the directory of the image that names it unless it begins at the
  /// root.
  case path(FilePath)
  /// `json:{…}`, a block graph of QEMU's.
  case json(Bytes)
  /// `nbd://host/export` and the like.
  case remote(scheme: String, Bytes)
  /// A name that holds a NUL byte or nothing at all.
  case unusable(Bytes)

  /// Reads a stored backing file name: `json:` and `PROTOCOL:` mean something, `file:` is dropped.
  public init(backingName name: Bytes) {
    let text = name.array
    if text.starts(with: Array("json:".utf8)) {
      self = .json(name)
    } else if text.starts(with: Array("file:".utf8)) {
      self.init(plainName: Bytes(Array(text.dropFirst(5))))
    } else if let colon = text.firstIndex(of: UInt8(ascii: ":")),
      !text[..<colon].contains(UInt8(ascii: "/"))
    {
      self = .remote(scheme: escaped(text[..<colon]), name)
    } else {
      self.init(plainName: name)
    }
  }

  /// Reads a stored data file name, which is a plain path whatever it looks like.
  public init(plainName name: Bytes) {
    guard !name.array.isEmpty, !name.array.contains(0) else {
      self = .unusable(name)
      return
    }
    self = .path(Self.path(name.array))
  }

  /// The path, taken from the directory of the image that names it.
  ///
  /// - Returns: Nil where the reference is not a path, or is relative and the image has none.
  public func resolved(from image: FilePath?) -> FilePath? {
    guard case .path(let path) = self else { return nil }
    if path.isAbsolute { return path }
    return image.map { $0.removingLastComponent().pushing(path) }
  }

  /// Paths are bytes and need not be UTF-8, so they go through C strings.
  private static func path(_ bytes: [UInt8]) -> FilePath {
    let characters = bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe characters.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return FilePath() }
      return unsafe FilePath(platformString: start)
    }
  }
}
