internal import QCOW2

/// What the bytes at a place are as numbers, times, names and text.
struct ByteValues {
  /// Why there are no more bytes than there are.
  enum End: Equatable {
    /// More are not needed.
    case enough
    case unreadable
    /// The disk or the file is over.
    case end(AddressSpace)
    /// They are still being read.
    case unread
  }

  /// One way to read the bytes.
  struct Reading: Equatable {
    let label: String
    var text: String
    /// Whether the bytes are there.
    var isKnown = true
  }

  /// The most bytes that a reading takes.
  static let most = 32

  let bytes: [UInt8]
  let end: End
  let order: ByteOrder

  /// All readings, those of numbers first.
  var readings: [Reading] {
    [
      number("u8", UInt8.self), number("i8", Int8.self), number("u16", UInt16.self),
      number("i16", Int16.self), number("u32", UInt32.self), number("i32", Int32.self),
      number("u64", UInt64.self), number("i64", Int64.self),
      reading("f32", 4) { "\(Float(bitPattern: UInt32(truncatingIfNeeded: $0)))" },
      reading("f64", 8) { "\(Double(bitPattern: $0))" },
      reading("unix32", 4) { Self.date(Int(Int32(truncatingIfNeeded: $0))) },
      reading("unix64", 8) { Self.date(Int(Int64(bitPattern: $0))) },
      reading("filetime", 8) { Self.date(Int($0 / 10_000_000) - 11_644_473_600) },
      reading("dos", 4) { Self.dosDate($0) }, guid, text("utf-8", Self.utf8),
      text("utf-16", utf16),
    ]
  }

  private func number<Number: FixedWidthInteger>(
    _ label: String, _: Number.Type
  ) -> Reading {
    reading(label, Number.bitWidth / 8) { "\(Number(truncatingIfNeeded: $0))" }
  }

  /// A reading of a number of bytes, or why there is none.
  private func reading(_ label: String, _ count: Int, _ text: (UInt64) -> String) -> Reading {
    guard bytes.count >= count else { return missing(label) }
    let first = bytes[..<count]
    let word = (order == .big ? Array(first) : first.reversed()).reduce(0) {
      $0 << 8 | UInt64($1)
    }
    return Reading(label: label, text: text(word))
  }

  private func missing(_ label: String) -> Reading {
    let reason =
      switch end {
      case .enough, .unread: ""
      case .unreadable: "cannot be read"
      case .end(.guest): "past the end of the disk"
      case .end(.host): "past the end of the file"
      }
    return Reading(label: label, text: reason, isKnown: false)
  }

  private var guid: Reading {
    guard bytes.count >= 16 else { return missing("guid") }
    let name = order == .little ? GUID.mixed(bytes.prefix(16)) : GUID.plain(bytes.prefix(16))
    return Reading(label: "guid", text: name ?? "all zeros")
  }

  private func text(_ label: String, _ decode: ([UInt8]) -> String?) -> Reading {
    guard !bytes.isEmpty else { return missing(label) }
    return Reading(label: label, text: decode(bytes).map { quoted(escaped($0)) } ?? "none")
  }
}
