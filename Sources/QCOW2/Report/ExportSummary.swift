package import SystemPackage

/// What an export did.
package struct ExportSummary: Sendable {
  fileprivate let target: FilePath
  fileprivate let size: UInt64
  fileprivate let start: UInt64
  fileprivate let written: UInt64
  fileprivate let shared: UInt64
  fileprivate let isVerified: Bool

  /// - Parameters:
  ///   - target: The raw file as it was named.
  ///   - size: The size of the disk in bytes.
  ///   - start: Where the export went on that had been stopped; 0 for a new one.
  ///   - written: The bytes that were written.
  ///   - shared: The bytes that share the blocks of the disk's own files.
  ///   - isVerified: Whether they were read again and compared.
  package init(
    target: FilePath, size: UInt64, start: UInt64, written: UInt64, shared: UInt64,
    isVerified: Bool
  ) {
    self.target = target
    self.size = size
    self.start = start
    self.written = written
    self.shared = shared
    self.isVerified = isVerified
  }

  /// A line for people.
  package var line: String {
    let resumed = start > 0 ? ", from \(hex(start)) on" : ""
    return "\(target.displayed): \(binarySize(size)) disk, \(binarySize(written)) written"
      + (shared > 0 ? ", \(binarySize(shared)) shared with it" : "") + resumed
      + (isVerified ? ", verified\n" : "\n")
  }
}

extension Report<ExportSummary> {
  /// What an export did.
  package static var export: Report {
    Report(
      "export",
      [
        Column("target", nil, .text, "the raw file", value: { .text($0.target.string) }),
        Column("size", nil, .number, "size of the disk in bytes", value: { .number($0.size) }),
        Column(
          "start", nil, .number, "where a stopped export went on; 0 for a new one",
          value: { .number($0.start) }),
        Column(
          "written", nil, .number, "bytes that were written; the rest is shared or zeros",
          value: { .number($0.written) }),
        Column(
          "shared", nil, .number, "bytes whose blocks the disk's own files have too",
          value: { .number($0.shared) }),
        Column(
          "verified", nil, .truth, "whether everything was read again and compared",
          value: { .truth($0.isVerified) }),
      ])
  }
}
