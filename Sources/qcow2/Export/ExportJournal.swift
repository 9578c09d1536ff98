import Glibc
import QCOW2
import SystemPackage

/// How far an export is known to be on the disk, in a small file beside its target. Only what belongs
/// to the same export of the same bytes counts.
struct ExportJournal {
  /// The file's name after that of the target.
  static let suffix = ".qcow2-export"

  /// What must be the same for an export to go on.
  private let identity: String
  private let path: FilePath

  /// - Parameters:
  ///   - target: The target's path.
  ///   - targetIdentity: Which file it is.
  ///   - disk: What is exported.
  ///   - snapshot: Which snapshot that is.
  init(
    beside target: FilePath, _ targetIdentity: FileIdentity?, of disk: Disk, _ snapshot: String?
  ) {
    path = FilePath(target.string + Self.suffix)
    var lines = ["qcow2 export 1", "target \(Self.text(targetIdentity))"]
    for layer in disk.layers {
      lines.append("source \(Self.text(layer.identity))")
      lines += layer.storages.map { storage in
        "version " + (storage.version().map { "\($0.byteCount) \($0.modified)" } ?? "?")
      }
    }
    lines.append("size \(disk.geometry.virtualSize)")
    lines.append(snapshot.map { "snapshot \(escaped($0))" } ?? "active")
    identity = lines.joined(separator: "\n") + "\nposition "
  }

  private static func text(_ identity: FileIdentity?) -> String {
    identity.map { "\($0.device):\($0.inode)" } ?? "?"
  }

  /// Whether there is a journal, be it of this export or of another one.
  var exists: Bool { (try? FileStorage(path)) != nil }

  /// How far this export came; nil where there is none or it is of another one.
  var position: UInt64? {
    guard let text else { return nil }
    guard text.hasPrefix(identity), text.hasSuffix("\n") else { return nil }
    return UInt64(text.dropFirst(identity.count).dropLast().drop { $0 == "0" }) ?? 0
  }

  private var text: String? {
    guard let storage = try? FileStorage(path), let count = try? storage.byteCount(),
      count <= 1 << 16
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(count))
    let read = unsafe bytes.withUnsafeMutableBytes { memory in
      var span = unsafe MutableRawSpan(_unsafeBytes: memory)
      return try? storage.read(at: .zero, into: &span)
    }
    guard read == bytes.count else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Notes how far the export is. The number always has as many digits, so that it is replaced by
  /// one write within one block.
  func note(_ position: UInt64) throws(Errno) {
    let digits = String(position)
    let text = identity + String(repeating: "0", count: 20 - digits.count) + digits + "\n"
    do {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .closeOnExec, .noFollow],
        permissions: [.ownerReadWrite])
      try file.closeAfter {
        let count = try file.writeAll(toAbsoluteOffset: 0, text.utf8)
        try file.resize(to: Int64(count))
      }
    } catch {
      throw error as? Errno ?? .ioError
    }
  }

  /// Removes the journal: the export is done.
  func remove() { unsafe _ = path.withPlatformString { unsafe Glibc.unlink($0) } }
}

extension Layer {
  /// The files that the layer is in.
  fileprivate var storages: [any Storage] {
    switch content {
    case .image(let image): [image.storage] + (image.file.dataFile.map { [$0] } ?? [])
    case .raw(let storage, _): [storage]
    case .closed: []
    }
  }
}
