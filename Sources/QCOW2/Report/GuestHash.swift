package import SystemPackage

/// The SHA-256 of a guest range.
package struct GuestHash: Sendable {
  private let name: FilePath
  fileprivate let range: Range<GuestOffset>
  fileprivate let digest: String

  /// - Parameters:
  ///   - name: The image as it was named.
  ///   - range: The guest range.
  ///   - digest: In hexadecimal digits.
  package init(name: FilePath, range: Range<GuestOffset>, digest: String) {
    self.name = name
    self.range = range
    self.digest = digest
  }

  fileprivate var filename: String { name.string }

  /// The line that sha256sum would print: where the name has a backslash or breaks the line, that is
  /// escaped, and a backslash before the digest says so.
  package var line: String {
    let text = name.string
    let escapes = ["\\": "\\\\", "\n": "\\n", "\r": "\\r"]
    guard text.unicodeScalars.contains(where: { escapes[String($0)] != nil }) else {
      return "\(digest)  \(text)\n"
    }
    let escaped = text.unicodeScalars.map { escapes[String($0)] ?? String($0) }.joined()
    return "\\\(digest)  \(escaped)\n"
  }
}

extension Report<GuestHash> {
  /// A digest and what it is of.
  package static var hash: Report {
    Report(
      "hash",
      [
        Column("filename", nil, .text, "the image", value: { .text($0.filename) }),
        Column(
          "start", nil, .number, "first guest byte",
          value: { .number($0.range.lowerBound.rawValue) }),
        Column(
          "length", nil, .number, "length in bytes",
          value: { .number($0.range.upperBound - $0.range.lowerBound) }),
        Column(
          "sha256", nil, .text, "the digest in hexadecimal digits", value: { .text($0.digest) }),
      ])
  }
}
