internal import QCOW2

extension ByteValues {
  /// A moment in UTC, for seconds since 1970; only years of four digits are told.
  static func date(_ seconds: Int) -> String {
    let years = -30_610_224_000..<253_402_300_800
    return years.contains(seconds) ? CalendarDate.textWithTime(seconds) : "no date"
  }

  /// A moment as FAT keeps it: the date in the upper half, the time in steps of two seconds below.
  static func dosDate(_ word: UInt64) -> String {
    let (date, time) = (Int(word >> 16 & 0xffff), Int(word & 0xffff))
    let (month, day) = (date >> 5 & 15, date & 31)
    let (hour, minute, second) = (time >> 11, time >> 5 & 63, (time & 31) * 2)
    guard (1...12).contains(month), day > 0, hour < 24, minute < 60, second < 60 else {
      return "no date"
    }
    let two = { (number: Int) in (number < 10 ? "0" : "") + "\(number)" }
    let days = "\(1980 + (date >> 9))-\(two(month))-\(two(day))"
    return "\(days) \(two(hour)):\(two(minute)):\(two(second))"
  }

  /// The text that the bytes begin with, up to a zero or what is none; nil where they begin with that.
  static func utf8(_ bytes: [UInt8]) -> String? {
    var (text, parser) = (String.UnicodeScalarView(), Unicode.UTF8.ForwardParser())
    var iterator = bytes.makeIterator()
    while case .valid(let encoded) = parser.parseScalar(from: &iterator) {
      let scalar = Unicode.UTF8.decode(encoded)
      guard scalar.value > 0 else { break }
      text.append(scalar)
    }
    return text.isEmpty ? nil : String(text)
  }

  /// The same in units of two bytes.
  func utf16(_ bytes: [UInt8]) -> String? {
    let units = stride(from: 0, to: bytes.count & ~1, by: 2).map { index -> UInt16 in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return order == .big ? first << 8 | second : second << 8 | first
    }
    var (text, parser) = (String.UnicodeScalarView(), Unicode.UTF16.ForwardParser())
    var iterator = units.makeIterator()
    while case .valid(let encoded) = parser.parseScalar(from: &iterator) {
      let scalar = Unicode.UTF16.decode(encoded)
      guard scalar.value > 0 else { break }
      text.append(scalar)
    }
    return text.isEmpty ? nil : String(text)
  }
}

extension Model {
  /// What the bytes from the cursor of the hex view on are.
  var byteValues: ByteValues {
    var bytes: [UInt8] = []
    var end = ByteValues.End.enough
    while bytes.count < ByteValues.most, end == .enough {
      let (place, overflow) = hexPlace.addingReportingOverflow(UInt64(bytes.count))
      guard !overflow, place < hexSize else {
        end = .end(hexSpace)
        break
      }
      switch hexByte(at: place) {
      case .value(let byte): bytes.append(byte)
      case .unreadable: end = .unreadable
      case .absent: end = .unread
      }
    }
    return ByteValues(bytes: bytes, end: end, order: hexStyle.order(in: hexSpace))
  }
}
