package import SystemPackage

/// Files that people write, or that are no larger than if they had.
package enum SmallFile {
  /// The bytes of a file; one more than `most` where it has more.
  ///
  /// - Throws: `Errno` where it cannot be read.
  package static func bytes(of path: FilePath, most: Int) throws -> [UInt8] {
    // Not blocking: a pipe in the place of the file would keep its reader waiting.
    let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
    return try file.closeAfter {
      var bytes = [UInt8](repeating: 0, count: most + 1)
      var count = 0
      while count <= most {
        let got = try unsafe bytes.withUnsafeMutableBytes {
          try unsafe file.read(into: .init(rebasing: $0[count...]))
        }
        guard got > 0 else { break }
        count += got
      }
      return Array(bytes[..<count])
    }
  }
}
