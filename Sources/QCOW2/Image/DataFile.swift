public import SystemPackage

/// The external data file of an image, as the image names it.
public struct DataFile: Sendable {
  /// What became of it.
  public enum Content: Sendable {
    /// It is open.
    case open(any Storage)
    /// It is not, and why.
    case closed(ImageError)
  }

  /// The stored name, escaped for display.
  public let name: String
  /// The path it was opened by, or would be.
  public let path: FilePath?
  /// What became of it.
  public let content: Content
  /// When its content was last changed, in seconds since 1970.
  public let modificationTime: Int?
  /// Which file it is, whatever path leads to it.
  public let identity: FileIdentity?

  /// Where guest clusters lie, if it is open.
  public var storage: (any Storage)? {
    if case .open(let storage) = content { storage } else { nil }
  }

  /// Opens the file that `name` names, if `gate` allows it.
  ///
  /// - Parameters:
  ///   - name: The stored name.
  ///   - image: The image that names it.
  ///   - gate: Decides whether it is opened.
  ///   - taken: The files of the chain so far: their bytes are something else already.
  init(
    _ name: Bytes, namedBy image: FilePath, through gate: any OpenGate,
    except taken: [FileIdentity]
  ) {
    let reference = FileReference(plainName: name)
    self.name = escaped(name.array)
    path = reference.resolved(from: image)
    do throws(ImageError) {
      let request = OpenRequest(.dataFile, reference, namedBy: image)
      let storage = try FileStorage(request, through: gate)
      identity = storage.identity
      modificationTime = storage.modificationTime
      content =
        storage.identity.map(taken.contains) == true
        ? .closed(.openRefused("it is the image itself or another file of the chain: a loop"))
        : .open(storage)
    } catch {
      content = .closed(error)
      (identity, modificationTime) = (nil, nil)
    }
  }

  /// Tells that the data of an image cannot be read, or nil where it can.
  var finding: Finding? {
    guard case .closed(let error) = content else { return nil }
    return Finding("data-file", .noGuestData, "the data file \(quoted(name)) is not open: \(error)")
  }
}
