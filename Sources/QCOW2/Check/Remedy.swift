/// Something that gives bytes back.
public struct Remedy: Hashable, Sendable {
  /// What is done.
  public enum Action: Hashable, Sendable {
    /// A snapshot is deleted.
    case deleteSnapshot(Int)
    /// A bitmap is removed.
    case removeBitmap(Int)
    /// Leaked clusters are made free.
    case freeLeaks
    /// The file is cut after the last cluster in use.
    case cutTail
    /// Everything in use is moved together and the rest cut off.
    case compact
  }

  /// What is done.
  public let action: Action
  /// The bytes that nothing needs afterwards.
  public let bytes: UInt64
  /// Whether the file gets shorter; otherwise the bytes become free within it.
  public let shortensFile: Bool

  static func all(
    _ rows: [SpaceRow], _ image: CheckedImage, bitmapBytes: [UInt64]
  ) -> [Remedy] {
    func bytes(_ accounts: Set<SpaceAccount>) -> UInt64 {
      rows.filter { accounts.contains($0.account) }.reduce(0) { $0 + $1.amount.bytes }
    }
    // Nobody can do anything to an image that no program opens, and its counts are not what they seem.
    guard !image.mayMissOwners else { return [] }
    var remedies = image.snapshots.records.indices.map {
      Remedy(action: .deleteSnapshot($0), bytes: bytes([.snapshot($0)]), shortensFile: false)
    }
    remedies += bitmapBytes.enumerated().map {
      Remedy(action: .removeBitmap($0.offset), bytes: $0.element, shortensFile: false)
    }
    remedies.append(Remedy(action: .cutTail, bytes: bytes([.tail]), shortensFile: true))
    // Where snapshots cannot be read, what nothing seems to refer to may be theirs.
    if image.snapshots.records.count == Int(image.header[.nbSnapshots]) {
      remedies.append(Remedy(action: .freeLeaks, bytes: bytes([.leaked]), shortensFile: false))
      remedies.append(
        Remedy(action: .compact, bytes: bytes([.leaked, .free, .tail]), shortensFile: true))
    }
    return remedies.filter { $0.bytes > 0 }.sorted { $0.bytes > $1.bytes }
  }

  /// The command that does it, for a shell.
  ///
  /// - Parameters:
  ///   - path: The image, quoted for a shell where it must be.
  ///   - snapshots: The entries of the snapshot table.
  ///   - bitmaps: The entries of the bitmap directory.
  ///   - fileLength: The length of the file.
  /// - Returns: One line.
  public func command(
    _ path: String, snapshots: [SnapshotRecord], bitmaps: [BitmapRecord], fileLength: UInt64
  ) -> String {
    switch action {
    case .deleteSnapshot(let index):
      let names = snapshots.map { $0.name.array }
      let name = names.indices.contains(index) ? names[index] : []
      // qemu-img looks for the name alone, and takes the first of several.
      let other = names.firstIndex(of: name).map { $0 < index } ?? false
      return (other ? "# first deletes the earlier one of that name: " : "")
        + "qemu-img snapshot -d \(shellWord(name)) \(path)"
    case .removeBitmap(let index):
      let name = bitmaps.indices.contains(index) ? bitmaps[index].name.array : []
      return "qemu-img bitmap --remove \(path) \(shellWord(name))"
    case .freeLeaks:
      return snapshots.isEmpty || bitmaps.isEmpty
        ? "qemu-img check -r leaks \(path)"
        : "# remove the bitmaps first: qemu-img check -r would drop all snapshots"
    case .cutTail: return "truncate --size=\(fileLength - bytes) \(path)"
    // qemu-img can only write a copy, which keeps neither snapshots nor compression nor the way the
    // image was made unless each is asked for, and may be longer.
    case .compact: return "# compaction: no command of qemu-img keeps all"
    }
  }
}

/// A word that a shell takes as it is. Bytes that a terminal must not see are written as `$'\xNN'`.
public func shellWord(_ bytes: [UInt8]) -> String {
  let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@%+=,-".utf8)
  if !bytes.isEmpty, bytes.allSatisfy(plain.contains) {
    return String(decoding: bytes, as: UTF8.self)
  }
  if bytes.allSatisfy({ (0x20..<0x7f).contains($0) }) {
    let text = String(decoding: bytes, as: UTF8.self)
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
  return "$'"
    + bytes.map { byte in
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7f: String(UnicodeScalar(byte))
      default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }.joined() + "'"
}
