import QCOW2
import Testing

/// The header of the specification ("Header"), written down from there.
private let specified: [(name: String, bytes: ClosedRange<Int>)] = [
  ("magic", 0...3), ("version", 4...7), ("backing_file_offset", 8...15),
  ("backing_file_size", 16...19), ("cluster_bits", 20...23), ("size", 24...31),
  ("crypt_method", 32...35), ("l1_size", 36...39), ("l1_table_offset", 40...47),
  ("refcount_table_offset", 48...55), ("refcount_table_clusters", 56...59),
  ("nb_snapshots", 60...63), ("snapshots_offset", 64...71), ("incompatible_features", 72...79),
  ("compatible_features", 80...87), ("autoclear_features", 88...95), ("refcount_order", 96...99),
  ("header_length", 100...103), ("compression_type", 104...104),
]

@Suite("The table of header fields")
struct FieldTableTests {
  @Test func namesAndPlacesAreTheSpecifications() {
    #expect(Header.fields.map(\.name) == specified.map(\.name))
    #expect(Header.fields.map(\.byteRange) == specified.map { Range($0.bytes) })
  }

  @Test func noGapAndNoOverlapThroughByte104() {
    var next = 0
    for field in Header.fields {
      #expect(field.offset == next, "\(field.name)")
      #expect([1, 4, 8].contains(field.width), "\(field.name)")
      #expect(field.byteRange.count == field.width)
      next = field.byteRange.upperBound
    }
    #expect(next == 105)
  }

  @Test func version3BeginsAtByte72() {
    #expect(Header.version2Length == 72)
    #expect(Header.version3Length == 104)
    for field in Header.fields {
      #expect((field.since == 3) == (field.offset >= 72), "\(field.name)")
      #expect(!field.meaning.isEmpty)
    }
  }

  @Test func numbersAreBigEndian() throws {
    for field in Header.fields where field.name != "magic" && field.name != "version" {
      var bytes: [UInt8] = [0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3] + Array(repeating: 0, count: 104)
      bytes[103] = 112  // header_length, so that every field is there
      for index in field.byteRange { bytes[index] = UInt8(index + 1) }
      let expected = field.byteRange.reduce(UInt64(0)) { $0 << 8 | UInt64($1 + 1) }
      #expect(try Header(Bytes(bytes))[field] == expected, "\(field.name)")
    }
  }

  @Test func absentFieldsHaveTheValueOfVersion2() throws {
    let bytes: [UInt8] = [0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 2] + Array(repeating: 0xff, count: 104)
    let header = try Header(Bytes(bytes))
    #expect(header.fields.map(\.name) == specified.filter { $0.bytes.upperBound < 72 }.map(\.name))
    #expect(header[.refcountOrder] == 4)
    #expect(header[.headerLength] == 72)
    #expect(header.length == 72)
    for field in [Field.incompatibleFeatures, .compatibleFeatures, .autoclearFeatures] {
      #expect(header[field] == 0)
    }
    #expect(header[.compressionType] == 0)
  }

  /// The specification: compression_type is there if header_length is above 104.
  @Test(arguments: [(0, false), (104, false), (105, true), (112, true), (255, true)])
  func compressionTypeNeedsALongerHeader(length: UInt8, isThere: Bool) throws {
    var bytes: [UInt8] = [0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3] + Array(repeating: 0, count: 104)
    (bytes[103], bytes[104]) = (length, 1)
    let header = try Header(Bytes(bytes))
    #expect(header.has(Field.compressionType) == isThere)
    #expect(header[.compressionType] == (isThere ? 1 : 0))
  }

  @Test func fieldsBeyond112AreKept() throws {
    var bytes: [UInt8] = [0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3] + Array(repeating: 0, count: 192)
    for index in 112..<200 { bytes[index] = UInt8(index) }
    bytes[103] = 120
    #expect(try Header(Bytes(bytes)).unknownFields.array == Array(112..<120))
    bytes[103] = 112
    #expect(try Header(Bytes(bytes)).unknownFields.count == 0)
    bytes[100] = 0xff
    #expect(try Header(Bytes(bytes)).unknownFields.array == bytes[112...].map { $0 })
  }
}
