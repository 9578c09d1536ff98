extension Bytes {
  /// The bytes of a field.
  func slice(_ field: Field) -> [UInt8] { self[field.byteRange].array }

  /// The value of a field that is a number; 0 where the bytes do not hold it.
  func number(_ field: Field) -> UInt64 {
    field.width <= 8 ? field.value(in: self) : 0
  }

  /// Text up to the first zero byte, or all of the field where there is none.
  func string(_ field: Field) -> String {
    String(decoding: slice(field).prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The value of any field for people.
  func text(_ field: Field) -> String {
    switch field.presentation {
    case .text: return escaped(slice(field).prefix { $0 != 0 })
    case .bytes:
      return slice(field).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    case .choice(let names):
      let value = number(field)
      return names[value] ?? hex(value, digits: field.width * 2)
    default: return "\(number(field))"
    }
  }
}
