/// An object in JSON as QEMU reads it, its members in one list: `{"file": {"driver": "nbd"}}` has the
/// member `file.driver`, which may be written that way too.
///
/// QEMU takes strings in single quotation marks besides. Members of arrays are checked and left out.
struct FlatJSON {
  /// Why a text is no such object: the byte at fault, counted from 0.
  struct Fault: Error, Hashable {
    let position: Int
  }

  /// The strings by their dotted names.
  private(set) var strings: [String: String] = [:]

  private let bytes: [UInt8]
  private var position: Int
  private var open: [Container] = []

  /// Names in headers have at most 1023 bytes, which bounds everything else.
  private static let mostDepth = 64

  /// An object or an array that has not ended.
  private struct Container {
    /// The byte that ends it.
    let end: UInt8
    /// What stands before the names of its members; nil within an array.
    let prefix: String?
    var names: Set<String> = []
    var isEmpty = true
  }

  /// - Parameters:
  ///   - bytes: The text.
  ///   - start: Where the object begins.
  /// - Throws: `Fault` where there is none, or more than one value.
  init(_ bytes: [UInt8], from start: Int) throws(Fault) {
    self.bytes = bytes
    position = start
    skipSpaces()
    guard next == UInt8(ascii: "{") else { throw fault }
    try begin("")
    while let container = open.last { try element(of: container) }
    skipSpaces()
    guard position == bytes.count else { throw fault }
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }
  private var fault: Fault { Fault(position: position) }

  private mutating func skipSpaces() {
    while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
  }

  private mutating func take(_ byte: UInt8) throws(Fault) {
    guard next == byte else { throw fault }
    position += 1
  }

  /// Enters the object or array that begins here.
  private mutating func begin(_ prefix: String?) throws(Fault) {
    guard open.count < Self.mostDepth else { throw fault }
    let isObject = next == UInt8(ascii: "{")
    open.append(
      Container(end: UInt8(ascii: isObject ? "}" : "]"), prefix: isObject ? prefix : nil))
    position += 1
  }

  /// Takes the next member or element of the innermost container, or its end.
  private mutating func element(of container: Container) throws(Fault) {
    skipSpaces()
    if next == container.end {
      position += 1
      open.removeLast()
      return
    }
    if !container.isEmpty {
      try take(UInt8(ascii: ","))
      skipSpaces()
    }
    open[open.count - 1].isEmpty = false
    guard container.end == UInt8(ascii: "}") else { return try value(nil) }
    let start = position
    let name = try string()
    guard open[open.count - 1].names.insert(name).inserted else { throw Fault(position: start) }
    skipSpaces()
    try take(UInt8(ascii: ":"))
    skipSpaces()
    try value(container.prefix.map { $0 + name })
  }

  private mutating func value(_ name: String?) throws(Fault) {
    switch next {
    case UInt8(ascii: "{"), UInt8(ascii: "["): try begin(name.map { $0 + "." })
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let text = try string()
      if let name { strings[name] = text }
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: try number()
    }
  }

  private mutating func word(_ word: String) throws(Fault) {
    guard bytes[position...].starts(with: word.utf8) else { throw fault }
    position += word.utf8.count
  }

  private mutating func number() throws(Fault) {
    if next == UInt8(ascii: "-") { position += 1 }
    if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if next == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    guard next == UInt8(ascii: "e") || next == UInt8(ascii: "E") else { return }
    position += 1
    if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
    try digits()
  }

  private mutating func digits() throws(Fault) {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    guard position > start else { throw fault }
  }
}

extension FlatJSON {
  /// Takes the string that begins here.
  private mutating func string() throws(Fault) -> String {
    let start = position
    guard let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw fault
    }
    position += 1
    var content: [UInt8] = []
    while let byte = next, byte != quote {
      guard byte >= 0x20 else { throw fault }
      if byte == UInt8(ascii: "\\") {
        content += Array(String(try escape()).utf8)
      } else {
        content.append(byte)
        position += 1
      }
    }
    try take(quote)
    guard let text = String(validating: content, as: UTF8.self) else {
      throw Fault(position: start)
    }
    return text
  }

  private static let escapes: [UInt8: Unicode.Scalar] = [
    UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{c}", UInt8(ascii: "n"): "\n",
    UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t", UInt8(ascii: "\""): "\"",
    UInt8(ascii: "'"): "'", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
  ]

  /// Takes a backslash and what belongs to it.
  private mutating func escape() throws(Fault) -> Unicode.Scalar {
    let start = position
    position += 1
    if let byte = next, let scalar = Self.escapes[byte] {
      position += 1
      return scalar
    }
    var value = try codeUnit()
    if (0xd800..<0xdc00).contains(value) {
      try take(UInt8(ascii: "\\"))
      let low = try codeUnit()
      guard (0xdc00..<0xe000).contains(low) else { throw Fault(position: start) }
      value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw Fault(position: start) }
    return scalar
  }

  /// Takes `u` and four hexadecimal digits.
  private mutating func codeUnit() throws(Fault) -> UInt32 {
    try take(UInt8(ascii: "u"))
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4,
      let value = digits.reduce(
        UInt32?(0),
        { value, byte in
          Character(Unicode.Scalar(byte)).hexDigitValue.flatMap { digit in
            value.map { $0 << 4 + UInt32(digit) }
          }
        })
    else { throw fault }
    position += 4
    return value
  }
}
