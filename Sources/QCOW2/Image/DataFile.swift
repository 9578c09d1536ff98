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

  /// Where guest clusters lie, if it is open.
  public var storage: (any Storage)? {
    if case .open(let storage) = content { storage } else { nil }
  }

  /// Opens the file that `name` names, if `gate` allows it.
  init(_ name: Bytes, namedBy image: FilePath, through gate: any OpenGate) {
    let reference = FileReference(plainName: name)
    self.name = escaped(name.array)
    path = reference.resolved(from: image)
    do throws(ImageError) {
      let request = OpenRequest(.dataFile, reference, namedBy: image)
      let storage = try FileStorage(request, through: gate)
      content = .open(storage)
      modificationTime = storage.modificationTime
    } catch {
      content = .closed(error)
      modificationTime = nil
    }
  }

  /// Tells that the data of an image cannot be read, or nil where it can.
  var finding: Finding? {
    guard case .closed(let error) = content else { return nil }
    return Finding("data-file", .noGuestData, "the data file \(quoted(name)) is not open: \(error)")
  }
}
