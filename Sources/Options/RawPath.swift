package import SystemPackage

/// A path as it was given, byte for byte: file names need not be UTF-8, while arguments as text are.
package enum RawPath {
  /// The path of the argument that reads as `text`.
  package static func argument(_ text: String) -> FilePath {
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let bytes = unsafe CommandLine.unsafeArgv[index],
        unsafe String(cString: bytes) == text
      else { continue }
      return unsafe FilePath(platformString: bytes)
    }
    return FilePath(text)
  }
}
