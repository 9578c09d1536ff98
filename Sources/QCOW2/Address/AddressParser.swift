/// Reads address expressions: `0x1f_000`, `2048s`, `0x10#c`, `+1M`, `50%`, `$-512`, `'a`, `p1+4k`,
/// `L1[3].L2[17]`, `lba:2048`, `h:0x50000`, `align(.,1M)`, with `+ - * / << >> & ~ ( )`.
///
/// Arithmetic is done in 128 bits and checked, so nothing wraps; only the final value must lie on
/// the disk.
package struct AddressParser {
  private let text: [Character]
  private let context: AddressContext
  private var position = 0
  private var depth = 0

  // Deep enough for any sum a person types, and far from the end of the stack.
  private static let deepest = 32

  private init(_ text: String, _ context: AddressContext) {
    self.text = Array(text)
    self.context = context
  }

  /// Resolves an expression.
  ///
  /// - Throws: `AddressError` with the column of the fault.
  package static func parse(
    _ text: String, _ context: AddressContext
  ) throws(AddressError) -> Address {
    var parser = AddressParser(text, context)
    return try parser.address()
  }

  /// Resolves an expression that is a length: a number of bytes from the cursor on.
  ///
  /// - Throws: `AddressError` with the column of the fault, also where the disk ends before.
  package static func parseLength(
    _ text: String, _ context: AddressContext
  ) throws(AddressError) -> UInt64 {
    var parser = AddressParser(text, context)
    parser.skipSpaces()
    guard parser.position < parser.text.count else { throw parser.fault("type a length") }
    let value = try parser.wholeExpression()
    let most =
      context.geometry.virtualSize
      - min(
        context.geometry.virtualSize, context.cursor.rawValue)
    guard value >= 0 else { throw parser.fault("a length is 0 or more", at: 0) }
    guard value <= Int128(most) else {
      throw parser.fault("the disk ends \(hex(most)) bytes after \(context.cursor)", at: 0)
    }
    return UInt64(value)
  }

  private mutating func address() throws(AddressError) -> Address {
    skipSpaces()
    guard position < text.count else { throw fault("type an offset") }
    if accept("h:") {
      let value = try wholeExpression()
      guard value >= 0, value <= Int128(Int64.max) else {
        throw fault("host offsets go from 0 to 0x7fffffffffffffff", at: 0)
      }
      return .host(HostOffset(UInt64(value)))
    }
    // A leading sign counts from the cursor.
    let isRelative = peek == "+" || peek == "-"
    let base = isRelative ? Int128(context.cursor.rawValue) : 0
    let value = base + (try wholeExpression())
    return .guest(try onDisk(value))
  }

  private func onDisk(_ value: Int128) throws(AddressError) -> GuestOffset {
    let size = context.geometry.virtualSize
    guard size > 0 else { throw fault("the disk is empty", at: 0) }
    guard value >= 0 else { throw fault("that is before the start of the disk", at: 0) }
    guard value <= Int128(size) else {
      throw fault("that is past the end of the disk at \(hex(size))", at: 0)
    }
    // `$` is the end; what can be shown there is the last byte.
    return GuestOffset(min(UInt64(value), size - 1))
  }

  private mutating func wholeExpression() throws(AddressError) -> Int128 {
    let value = try bitwiseAnd()
    skipSpaces()
    guard position == text.count else {
      throw fault("expected an operator, found '\(text[position])'")
    }
    return value
  }

  private mutating func bitwiseAnd() throws(AddressError) -> Int128 {
    var value = try shift()
    while accept("&") { value &= try shift() }
    return value
  }

  private mutating func shift() throws(AddressError) -> Int128 {
    var value = try sum()
    while true {
      let start = position
      if accept("<<") {
        let bits = try shiftCount()
        value = try checked(value.multipliedReportingOverflow(by: 1 << bits), at: start)
      } else if accept(">>") {
        value >>= try shiftCount()
      } else {
        return value
      }
    }
  }

  private mutating func shiftCount() throws(AddressError) -> Int128 {
    let start = position
    let bits = try sum()
    guard (0...63).contains(bits) else { throw fault("shifts go from 0 to 63 bits", at: start) }
    return bits
  }

  private mutating func sum() throws(AddressError) -> Int128 {
    var value = try product()
    while true {
      let start = position
      if accept("+") {
        value = try checked(value.addingReportingOverflow(try product()), at: start)
      } else if accept("-") {
        value = try checked(value.subtractingReportingOverflow(try product()), at: start)
      } else {
        return value
      }
    }
  }

  private mutating func product() throws(AddressError) -> Int128 {
    var value = try signed()
    while true {
      let start = position
      if accept("*") {
        value = try checked(value.multipliedReportingOverflow(by: try signed()), at: start)
      } else if accept("/") {
        let divisor = try signed()
        guard divisor != 0 else { throw fault("division by zero", at: start) }
        value = try checked(value.dividedReportingOverflow(by: divisor), at: start)
      } else {
        return value
      }
    }
  }

  private mutating func signed() throws(AddressError) -> Int128 {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw fault("nested too deeply") }
    if accept("-") { return try checked((try signed()).multipliedReportingOverflow(by: -1)) }
    if accept("+") { return try signed() }
    if accept("~") { return try checked((~(try signed()), false)) }
    return try term()
  }

  private func checked(
    _ result: (partialValue: Int128, overflow: Bool), at column: Int? = nil
  ) throws(AddressError) -> Int128 {
    // Far enough from the ends of the type that a sum of two values needs no check.
    guard !result.overflow, result.partialValue.magnitude <= 1 << 100 else {
      throw fault("the number is too large", at: column)
    }
    return result.partialValue
  }
}

extension AddressParser {
  private mutating func term() throws(AddressError) -> Int128 {
    skipSpaces()
    let start = position
    if accept("(") {
      let value = try bitwiseAnd()
      try expect(")")
      return value
    }
    if accept("align(") { return try alignment() }
    if accept("lba:") { return try checked((try signed()).multipliedReportingOverflow(by: 512)) }
    if accept("L1[") { return try tableEntry(from: start) }
    if accept("$") { return Int128(context.geometry.virtualSize) }
    if accept(".") { return Int128(context.cursor.rawValue) }
    if accept("'") { return try mark() }
    if accept("@") {
      throw fault("@ names a snapshot or a bitmap, which has no offset on the disk", at: start)
    }
    if peek == "p", position + 1 < text.count, text[position + 1].isNumber {
      return try partition()
    }
    return try number()
  }

  private mutating func alignment() throws(AddressError) -> Int128 {
    let value = try bitwiseAnd()
    try expect(",")
    let start = position
    let unit = try bitwiseAnd()
    guard unit > 0 else { throw fault("alignment must be 1 or more", at: start) }
    try expect(")")
    // Down, so that the aligned place is never past what was meant.
    return try checked((value - (value % unit + unit) % unit, false), at: start)
  }

  private mutating func mark() throws(AddressError) -> Int128 {
    guard let name = peek else { throw fault("expected the letter of a mark") }
    guard let offset = context.marks[name] else { throw fault("mark '\(name)' is not set") }
    position += 1
    return Int128(offset.rawValue)
  }

  private mutating func partition() throws(AddressError) -> Int128 {
    let start = position
    position += 1
    let digits = take { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), let offset = context.partitions[number] else {
      let known = context.partitions.keys.sorted().map { "p\($0)" }.joined(separator: " ")
      throw fault(known.isEmpty ? context.noPartitions : "partitions: \(known)", at: start)
    }
    return Int128(offset.rawValue)
  }

  /// `L1[i]` and `L1[i].L2[j]`: the start of the guest range that the entry maps.
  private mutating func tableEntry(from start: Int) throws(AddressError) -> Int128 {
    let geometry = context.geometry
    let l1Index = try index(below: geometry.l1Size, of: "L1")
    let l2Index = accept(".L2[") ? try index(below: geometry.l2Entries, of: "L2") : 0
    let bits = UInt64(geometry.clusterBits)
    return (Int128(l1Index) << UInt64(geometry.l2Bits) + Int128(l2Index)) << bits
  }

  private mutating func index(below count: Int, of table: String) throws(AddressError) -> Int {
    let start = position
    let value = try bitwiseAnd()
    guard value >= 0, value < Int128(count) else {
      throw fault("\(table) has the entries 0 to \(max(0, count - 1))", at: start)
    }
    try expect("]")
    return Int(value)
  }
}

extension AddressParser {
  private mutating func number() throws(AddressError) -> Int128 {
    let start = position
    let isHex = accept("0x") || accept("0X")
    let digits = take { $0 == "_" || $0.isASCII && (isHex ? $0.isHexDigit : $0.isNumber) }
      .filter { $0 != "_" }
    guard let value = Int128(digits, radix: isHex ? 16 : 10) else {
      throw digits.isEmpty ? unexpected(at: start) : fault("the number is too large", at: start)
    }
    return try scaled(try checked((value, false), at: start), isHex: isHex)
  }

  private func unexpected(at column: Int) -> AddressError {
    guard column < text.count else { return fault("expected a number", at: column) }
    return fault("expected a number, found '\(text[column])'", at: column)
  }

  /// Applies a unit. Bare letters follow decimal numbers only, because `c` is a hex digit.
  private mutating func scaled(_ value: Int128, isHex: Bool) throws(AddressError) -> Int128 {
    let start = position
    if !isHex, accept("%") {
      let size = Int128(context.geometry.virtualSize)
      guard value <= 100 else { throw fault("percentages go from 0 to 100", at: start) }
      return size * value / 100
    }
    let hasMark = accept("#")
    guard let letter = peek, letter.isLetter else {
      if hasMark { throw fault("expected a unit: k M G T P, s sectors, c clusters") }
      return value
    }
    guard let unit = unit(letter, isBare: !hasMark && isHex) else {
      throw fault("unknown unit '\(letter)': k M G T P, s sectors, c clusters")
    }
    position += 1
    return try checked(value.multipliedReportingOverflow(by: unit), at: start)
  }

  private func unit(_ letter: Character, isBare: Bool) -> Int128? {
    switch letter {
    case "k", "K": 1 << 10
    case "m", "M": 1 << 20
    case "g", "G": 1 << 30
    case "t", "T": 1 << 40
    case "p", "P": 1 << 50
    case "s" where !isBare: 512
    case "c" where !isBare: Int128(context.geometry.clusterSize)
    case "B", "b": 1
    default: nil
    }
  }

  private var peek: Character? { position < text.count ? text[position] : nil }

  private mutating func skipSpaces() {
    while peek == " " { position += 1 }
  }

  private mutating func take(while matches: (Character) -> Bool) -> String {
    let start = position
    while let next = peek, matches(next) { position += 1 }
    return String(text[start..<position])
  }

  private mutating func accept(_ token: String) -> Bool {
    skipSpaces()
    guard text[position...].starts(with: token) else { return false }
    position += token.count
    return true
  }

  private mutating func expect(_ token: String) throws(AddressError) {
    guard accept(token) else { throw fault("expected '\(token)'") }
  }

  private func fault(_ message: String, at column: Int? = nil) -> AddressError {
    AddressError(column: column ?? position, message: message)
  }
}
