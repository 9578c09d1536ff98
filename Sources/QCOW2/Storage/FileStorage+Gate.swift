internal import Glibc
internal import SystemPackage

extension FileStorage {
  /// Opens a file that an image names, if `gate` allows it.
  ///
  /// The type of the file is looked at before it is opened, and its real path once more afterwards,
  /// because what lies behind a name can change at any time.
  ///
  /// - Throws: `ImageError.openRefused` where the gate says no, otherwise as `init`.
  convenience init(_ request: OpenRequest, through gate: any OpenGate) throws(ImageError) {
    let path: FilePath
    switch gate.judge(request) {
    case .allowed(let allowed): path = allowed
    case .refused(let reason): throw .openRefused(reason)
    }
    if let real = RealPath.resolve(path), let kind = Self.kind(real) {
      if gate.allowsRegularFilesOnly, let obstacle = Self.obstacle(real) {
        throw .openRefused("\(shortened(path.displayed)) is \(obstacle)")
      }
      // Even to open a pipe or a device can do something.
      _ = try Self.isBlockDevice(kind)
    }
    try self.init(path)
    guard let real = realPath, gate.confirms(real, for: request) else {
      throw .openRefused("\(shortened(path.displayed)) changed its place while it was opened")
    }
  }

  /// What keeps a gate for regular files from a file.
  ///
  /// - Parameter path: A path without links.
  /// - Returns: What the file is, and what would open it; nil for a regular file.
  static func obstacle(_ path: FilePath) -> String? {
    guard let kind = kind(path), kind != S_IFREG else { return nil }
    do throws(ImageError) {
      _ = try isBlockDevice(kind)
      return "a block device; --trust-chain allows it"
    } catch {
      guard case .notAFile(let kind) = error else { return nil }
      return "\(kind), which is never opened"
    }
  }
}
