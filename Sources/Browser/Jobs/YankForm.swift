internal import QCOW2

/// How bytes are copied.
package enum YankForm: Character, CaseIterable, Sendable {
  case hex = "h"
  case text = "a"
  case c = "c"
  case base64 = "b"
  case json = "j"

  /// What it is called.
  package var name: String {
    switch self {
    case .hex: "hex"
    case .text: "text"
    case .c: "a C array"
    case .base64: "base64"
    case .json: "JSON"
    }
  }

  /// How many bytes become a text that a clipboard takes; a multiple of what is on a line.
  package var mostBytes: Int {
    switch self {
    case .hex: 18_736
    case .text: Yank.mostBytes
    case .c: 9_000
    case .base64: 41_610
    case .json: 27_000
    }
  }

  /// The bytes in this form.
  package func text(_ bytes: [UInt8], of range: Selection) -> String {
    switch self {
    case .hex: Self.lines(bytes, 16, "\n") { Self.digits($0) }
    case .text: String(String.UnicodeScalarView(bytes.map(Self.character)))
    case .c:
      "/* \(range.text) */\nstatic const unsigned char bytes[\(bytes.count)] = {\n"
        + Self.lines(bytes, 12, ",\n", between: ", ", before: "  ") { "0x" + Self.digits($0) }
        + "\n};"
    case .base64: Self.lines(bytes, 57, "\n") { encodedBase64($0) }
    case .json:
      "{\"space\": \"\(range.space.name)\", \"offset\": \(range.bounds.lowerBound), "
        + "\"length\": \(bytes.count), \"hex\": \"\(bytes.map(Self.digits).joined())\"}"
    }
  }

  private static func lines(
    _ bytes: [UInt8], _ count: Int, _ separator: String, between: String = " ",
    before: String = "", _ word: (UInt8) -> String
  ) -> String {
    lines(bytes, count, separator) { before + $0.map(word).joined(separator: between) }
  }

  private static func lines(
    _ bytes: [UInt8], _ count: Int, _ separator: String, _ line: (ArraySlice<UInt8>) -> String
  ) -> String {
    stride(from: 0, to: bytes.count, by: count).map {
      line(bytes[$0..<min(bytes.count, $0 + count)])
    }.joined(separator: separator)
  }

  private static func digits(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// What is no character on every screen is a dot; lines stay lines.
  private static func character(_ byte: UInt8) -> Unicode.Scalar {
    switch byte {
    case 0x20...0x7e, 0x09, 0x0a: Unicode.Scalar(byte)
    default: "."
    }
  }
}

/// Bytes in base64, on one line.
package func encodedBase64(_ bytes: some Collection<UInt8>) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var (text, group, count): ([UInt8], UInt32, Int) = ([], 0, 0)
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  func add(_ sextets: Int) {
    for index in 0..<4 {
      let sextet = Int(group >> UInt32(18 - 6 * index)) & 63
      text.append(index < sextets ? alphabet[sextet] : UInt8(ascii: "="))
    }
  }
  for byte in bytes {
    group |= UInt32(byte) << UInt32(16 - 8 * count)
    count += 1
    if count == 3 {
      add(4)
      (group, count) = (0, 0)
    }
  }
  if count > 0 { add(count + 1) }
  return String(decoding: text, as: UTF8.self)
}
