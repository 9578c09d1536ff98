public import SystemPackage

/// A file that an image wants opened besides itself.
public struct OpenRequest: Hashable, Sendable {
  /// What the file would be used for.
  public enum Role: Hashable, Sendable {
    /// The image's backing file.
    case backingFile
    /// The image's external data file.
    case dataFile
  }

  /// What the file would be used for.
  public let role: Role
  /// The stored name, read as QEMU reads it.
  public let reference: FileReference
  /// The path of the image that names it; nil for an image that is not in a file.
  public let image: FilePath?

  /// Describes a wish; nothing is opened.
  public init(_ role: Role, _ reference: FileReference, namedBy image: FilePath?) {
    self.role = role
    self.reference = reference
    self.image = image
  }
}

/// What a gate says to a request.
public enum OpenVerdict: Hashable, Sendable {
  /// The file may be opened by this path.
  case allowed(FilePath)
  /// The file stays closed; the sentence says why and what would allow it.
  case refused(String)
}

/// Decides about every file that is opened because an image names it. The library opens no such file
/// without asking one.
public protocol OpenGate: Sendable {
  /// Judges a request without opening the file.
  func judge(_ request: OpenRequest) -> OpenVerdict

  /// Whether device nodes stay closed even where their path is allowed.
  var allowsRegularFilesOnly: Bool { get }

  /// Judges the file that was in fact opened, by its real path, because links may have changed since.
  func confirms(_ realPath: FilePath, for request: OpenRequest) -> Bool
}

/// Refuses everything: what the library does unless told otherwise.
public struct ClosedGate: OpenGate {
  private let reason: String

  /// - Parameter reason: What to tell the user.
  public init(reason: String = "no other file is opened unless that is asked for") {
    self.reason = reason
  }

  public var allowsRegularFilesOnly: Bool { true }
  public func judge(_ request: OpenRequest) -> OpenVerdict { .refused(reason) }
  public func confirms(_ realPath: FilePath, for request: OpenRequest) -> Bool { false }
}

/// Allows regular files and block devices by whatever path: for chains the user trusts.
public struct TrustingGate: OpenGate {
  public init() {}

  public var allowsRegularFilesOnly: Bool { false }

  public func judge(_ request: OpenRequest) -> OpenVerdict {
    FolderGate.path(of: request)
  }

  public func confirms(_ realPath: FilePath, for request: OpenRequest) -> Bool { true }
}

/// Allows regular files under given folders, wherever links in their paths lead within those.
public struct FolderGate: OpenGate {
  private let folders: [FilePath]

  /// - Parameters:
  ///   - folders: Folders that are allowed with everything under them.
  ///   - image: The first image of the chain, whose own folder is allowed too. Where its path is a
  ///     link, that is the folder of the link, from which names are taken, and that of the file.
  public init(folders: [FilePath] = [], ownFolderOf image: FilePath? = nil) {
    let images = image.map { [$0, RealPath.resolve($0) ?? $0] } ?? []
    self.folders = (images.map(Self.folder) + folders).map { RealPath.resolve($0) ?? $0 }
  }

  private static func folder(of path: FilePath) -> FilePath {
    let folder = path.removingLastComponent()
    return folder.isEmpty ? "." : folder
  }

  public var allowsRegularFilesOnly: Bool { true }

  public func judge(_ request: OpenRequest) -> OpenVerdict {
    guard case .allowed(let path) = Self.path(of: request) else { return Self.path(of: request) }
    guard let real = RealPath.resolve(path) else {
      return .refused("there is no file \(shortened(path.displayed))")
    }
    guard covers(real) else {
      return .refused("\(shortened(real.displayed)) \(Self.whyOutside(real))")
    }
    return .allowed(real)
  }

  /// Why a file elsewhere stays closed, and what would open it.
  private static func whyOutside(_ real: FilePath) -> String {
    guard let obstacle = FileStorage.obstacle(real) else {
      return "is outside the image's folder; "
        + "--allow-path \(real.removingLastComponent().displayed) allows it"
    }
    return "is outside the image's folder and \(obstacle)"
  }

  public func confirms(_ realPath: FilePath, for request: OpenRequest) -> Bool { covers(realPath) }

  private func covers(_ path: FilePath) -> Bool { folders.contains { path.starts(with: $0) } }

  /// The path that a request names, or why it names none.
  static func path(of request: OpenRequest) -> OpenVerdict {
    switch request.reference {
    case .path:
      request.reference.resolved(from: request.image).map(OpenVerdict.allowed)
        ?? .refused("the name is relative and the image has no folder")
    case .json(let name):
      .refused("\(BlockGraph(name)); block graphs of QEMU's are never opened")
    case .remote(let scheme, _):
      .refused("\(shortened(scheme)): names are not files and are never opened")
    case .unusable: .refused("the name is empty or holds a NUL byte")
    }
  }
}

/// A gate that the user has opened for single files, each by its path.
public struct WidenedGate: OpenGate {
  private let base: any OpenGate
  private let files: Set<FilePath>

  /// - Parameters:
  ///   - base: Decides about everything else.
  ///   - files: The paths that are allowed, as requests resolve to them.
  public init(_ base: any OpenGate, allowing files: Set<FilePath>) {
    self.base = base
    self.files = files
  }

  public var allowsRegularFilesOnly: Bool { base.allowsRegularFilesOnly }

  public func judge(_ request: OpenRequest) -> OpenVerdict {
    if case .allowed(let path) = FolderGate.path(of: request), files.contains(path) {
      return .allowed(path)
    }
    return base.judge(request)
  }

  public func confirms(_ realPath: FilePath, for request: OpenRequest) -> Bool {
    if case .allowed(let path) = FolderGate.path(of: request), files.contains(path) {
      return realPath == RealPath.resolve(path)
    }
    return base.confirms(realPath, for: request)
  }
}
