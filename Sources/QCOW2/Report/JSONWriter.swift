/// Writes JSON as it goes: nothing is kept but how deep it stands. Numbers are exact to 64 bits.
package struct JSONWriter {
  /// How a document is laid out.
  package enum Layout: Sendable {
    /// Every value on a line of its own, indented by four spaces.
    case indented
    /// Everything on one line, so that documents can follow one another.
    case line
  }

  private let output: Output
  private let layout: Layout
  /// Whether each open object or array holds something yet.
  private var isFilled: [Bool] = []
  private var isAfterKey = false

  /// Writes nothing yet.
  package init(_ output: Output, _ layout: Layout) {
    self.output = output
    self.layout = layout
  }

  /// Writes an object whose members `body` writes.
  package mutating func object<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    try nest(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
  }

  /// Writes an array whose elements `body` writes.
  package mutating func array<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    try nest(UInt8(ascii: "["), UInt8(ascii: "]"), body)
  }

  /// Begins a member of an object; its value must follow.
  package mutating func key(_ name: String) {
    separate()
    quote(name)
    output.write(": ")
    isAfterKey = true
  }

  /// Writes a number.
  package mutating func value(_ number: UInt64) {
    separate()
    output.write(number)
  }

  /// Writes text; what JSON cannot hold as it is becomes an escape.
  package mutating func value(_ text: String) {
    separate()
    quote(text)
  }

  /// Writes a truth value.
  package mutating func value(_ truth: Bool) {
    separate()
    output.write(truth ? "true" : "false")
  }

  /// Ends the document.
  package func finish() { output.write(UInt8(ascii: "\n")) }

  private mutating func nest<Failure: Error>(
    _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    separate()
    output.write(open)
    isFilled.append(false)
    try body(&self)
    // After a failure the document stays open, so that nobody takes it for a whole one.
    if isFilled.removeLast(), layout == .indented { breakLine() }
    output.write(close)
  }

  private mutating func separate() {
    if isAfterKey {
      isAfterKey = false
      return
    }
    guard let isNext = isFilled.last else { return }
    isFilled[isFilled.count - 1] = true
    if isNext { output.write(UInt8(ascii: ",")) }
    switch layout {
    case .indented: breakLine()
    case .line: if isNext { output.write(UInt8(ascii: " ")) }
    }
  }

  private func breakLine() {
    output.write(UInt8(ascii: "\n"))
    for _ in isFilled { output.write("    ") }
  }

  private func quote(_ text: String) {
    output.write(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): output.write("\\\"")
      case UInt8(ascii: "\\"): output.write("\\\\")
      case 0..<0x20, 0x7f:
        output.write("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
      default: output.write(byte)
      }
    }
    output.write(UInt8(ascii: "\""))
  }
}

extension JSONWriter {
  /// Writes a member that is a number.
  package mutating func member(_ name: String, _ number: UInt64) {
    key(name)
    value(number)
  }

  /// Writes a member that is text.
  package mutating func member(_ name: String, _ text: String) {
    key(name)
    value(text)
  }

  /// Writes a member that is a truth value.
  package mutating func member(_ name: String, _ truth: Bool) {
    key(name)
    value(truth)
  }

  /// Writes a member that is text from an image; bytes that are not UTF-8 become U+FFFD.
  package mutating func member(_ name: String, _ bytes: Bytes) {
    member(name, String(decoding: bytes.array, as: UTF8.self))
  }

  /// Writes a member that is an object.
  package mutating func object<Failure: Error>(
    _ name: String, _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    key(name)
    try object(body)
  }

  /// Writes a member that is an array.
  package mutating func array<Failure: Error>(
    _ name: String, _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    key(name)
    try array(body)
  }
}
