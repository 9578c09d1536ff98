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
    if let kind = RealPath.resolve(path).flatMap(Self.kind) {
      if gate.allowsRegularFilesOnly, kind != S_IFREG {
        throw .openRefused("\(shortened(path.displayed)) is not a regular file")
      }
      // Even to open a pipe or a device can do something.
      _ = try Self.isBlockDevice(kind)
    }
    try self.init(path)
    guard let real = realPath, gate.confirms(real, for: request) else {
      throw .openRefused("\(shortened(path.displayed)) changed its place while it was opened")
    }
  }
}
