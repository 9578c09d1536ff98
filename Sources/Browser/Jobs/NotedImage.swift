internal import QCOW2
internal import SystemPackage

/// What tells an image from others, as far as notes about it go: the file at a path.
struct NotedImage: Equatable, Sendable {
  /// Without links.
  let path: FilePath
  let device: UInt64
  let inode: UInt64
  /// When the file was made; nil where that is not known. An inode is used again once its file is gone.
  let birth: UInt64?

  /// Nil for an image that is in no file.
  init?(_ disk: Disk) {
    guard let layer = disk.layers.first, let identity = layer.identity, let path = layer.path,
      let real = RealPath.resolve(path)
    else { return nil }
    (self.path, device, inode) = (real, identity.device, identity.inode)
    birth = FileBirth.time(of: real)
  }

  /// The name of the file with its notes.
  var fileName: String { "\(fileDigits)-\(pathDigits).notes" }

  /// The file in digits.
  private var fileDigits: String { "\(inode).\(birth ?? 0)" }

  /// The path in sixteen digits, by the hash function FNV-1a.
  private var pathDigits: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in path.string.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// How a file of notes with a name may belong to the image.
  enum Kinship: Comparable {
    /// It was written for another file at this path.
    case earlier
    /// It was written for this file at another path.
    case moved
    case same
  }

  func kinship(_ name: String) -> Kinship? {
    guard name.hasSuffix(".notes"), !name.hasPrefix(".") else { return nil }
    let parts = name.dropLast(6).split(separator: "-")
    guard parts.count == 2 else { return nil }
    switch (parts[0] == fileDigits, parts[1] == pathDigits) {
    case (true, true): return .same
    // Without the time of its birth a file at another path may be any that had the inode since.
    case (true, false): return birth == nil ? nil : .moved
    case (false, true): return .earlier
    case (false, false): return nil
    }
  }
}
