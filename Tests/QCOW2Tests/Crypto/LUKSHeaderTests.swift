import TestSupport
import Testing

@testable import QCOW2

@Suite struct LUKSHeaderTests {
  @Test(arguments: [
    (LUKSHeader.fields, 208), (LUKSKeySlot.fields, LUKSKeySlot.byteCount),
  ]) func fieldsLieSideBySide(_ table: (fields: [Field], end: Int)) {
    var end = 0
    for field in table.fields {
      #expect(field.offset == end, "\(field.name)")
      end = field.byteRange.upperBound
    }
    #expect(end == table.end)
    #expect(Set(table.fields.map(\.name)).count == table.fields.count)
  }

  @Test func slotsEndTheHeader() {
    #expect(
      LUKSHeader.firstSlotOffset + LUKSHeader.slotCount * LUKSKeySlot.byteCount
        == LUKSHeader.byteCount)
  }

  @Test func fieldsAreShown() throws {
    var composer = try LUKSComposer(.serpent256, mode: "cbc-essiv:sha256", hash: .sha512)
    composer.store("12345678-9abc\u{1b}[2J", .luksUUID)
    let header = try composer.header
    #expect(header.text(.luksMagic) == "4c554b53babe")
    #expect(header.text(.luksVersion) == "1")
    #expect(header.text(.luksCipherName) == "serpent")
    #expect(header.text(.luksCipherMode) == "cbc-essiv:sha256")
    #expect(header.text(.luksHash) == "sha512")
    #expect(header.text(.luksKeyBytes) == "32")
    #expect(header.text(.luksUUID) == "12345678-9abc<1B>[2J")
    #expect(header.text(.luksDigest).count == 40)
    let states = header.slots.map { $0.text(.luksSlotActive) }
    #expect(states == ["active"] + Array(repeating: "inactive", count: 7))
    #expect(header.slots[1].materialOffset == 4096 + 131_072)
    let specification = try header.cipherSpecification()
    #expect(specification == (try CipherSpecification(.serpent256, .cbc, .essiv(.sha256))))
  }

  struct Poke: CustomTestStringConvertible, Sendable {
    let field: Field
    var slot: Int? = nil
    let value: UInt64
    /// Our finding's code; nil where QEMU accepts the value as well.
    let code: String?
    var isMissedByQEMU = false
    var testDescription: String { "\(field.name) \(slot.map { "of slot \($0)" } ?? "") = \(value)" }
  }

  static let pokes: [Poke] = [
    Poke(field: .luksVersion, value: 0, code: "luks-version"),
    Poke(field: .luksVersion, value: 2, code: "luks-version"),
    Poke(field: .luksPayloadOffset, value: 7, code: "luks-payload"),
    Poke(field: .luksPayloadOffset, value: 8, code: "luks-slot-offset"),
    Poke(field: .luksPayloadOffset, value: .max, code: nil),
    Poke(field: .luksDigestIterations, value: 0, code: "luks-iterations"),
    Poke(field: .luksDigestIterations, value: .max, code: nil),
    Poke(field: .luksKeyBytes, value: .max, code: "luks-slot-offset"),
    Poke(field: .luksSlotStripes, slot: 0, value: 0, code: "luks-stripes"),
    Poke(field: .luksSlotStripes, slot: 7, value: 3999, code: "luks-stripes"),
    Poke(field: .luksSlotStripes, slot: 3, value: .max, code: "luks-stripes"),
    Poke(field: .luksSlotActive, slot: 0, value: 0, code: "luks-slot-state"),
    Poke(field: .luksSlotActive, slot: 5, value: 0x00ac_71f2, code: "luks-slot-state"),
    Poke(field: .luksSlotActive, slot: 0, value: LUKSKeySlot.inactive, code: nil),
    Poke(field: .luksSlotActive, slot: 4, value: LUKSKeySlot.active, code: nil),
    Poke(field: .luksSlotIterations, slot: 0, value: 0, code: "luks-iterations"),
    Poke(field: .luksSlotIterations, slot: 1, value: 0, code: nil),
    Poke(field: .luksSlotIterations, slot: 0, value: .max, code: nil),
    Poke(field: .luksSlotMaterialOffset, slot: 0, value: 7, code: "luks-slot-offset"),
    Poke(field: .luksSlotMaterialOffset, slot: 2, value: 0, code: "luks-slot-offset"),
    // QEMU adds start and length in 32 bits, so that the end comes out near 0.
    Poke(
      field: .luksSlotMaterialOffset, slot: 7, value: .max, code: "luks-slot-offset",
      isMissedByQEMU: true),
    Poke(field: .luksSlotMaterialOffset, slot: 0, value: 9, code: "luks-slot-overlap"),
    Poke(field: .luksSlotMaterialOffset, slot: 7, value: 512, code: "luks-slot-overlap"),
    Poke(field: .luksSlotMaterialOffset, slot: 7, value: 3536, code: nil),
    Poke(field: .luksSlotMaterialOffset, slot: 7, value: 3537, code: "luks-slot-offset"),
  ]

  @Test(arguments: pokes) func numbersAreJudgedAsByQEMU(_ poke: Poke) throws {
    var composer = try LUKSComposer(.aes256, mode: "xts-plain64", hash: .sha256, isComplete: false)
    composer.store(poke.value, poke.field, slot: poke.slot)
    try compare(composer, code: poke.code, isMissedByQEMU: poke.isMissedByQEMU)
  }

  @Test(arguments: [Field.luksCipherName, .luksCipherMode, .luksHash, .luksUUID])
  func textsAreJudgedAsByQEMU(_ field: Field) throws {
    var composer = try LUKSComposer(.aes256, mode: "xts-plain64", hash: .sha256, isComplete: false)
    composer.store(String(repeating: "a", count: field.width), field)
    try compare(composer, code: "luks-text")
  }

  private func compare(
    _ composer: LUKSComposer, code: String?, isMissedByQEMU: Bool = false
  ) throws {
    let image = try EncryptedImage(composer.image.bytes)
    let said = try run("qemu-img", ["info", image.path])
    let findings = LUKSRules(try composer.header).findings
    let refusals = findings.filter { $0.severity >= .noGuestData }
    #expect(said.succeeded == (refusals.isEmpty || isMissedByQEMU), "\(said.errors) \(findings)")
    #expect(code == nil ? findings.isEmpty : findings.contains { $0.code == code }, "\(findings)")
    for finding in findings { #expect(finding.field != nil && !finding.message.isEmpty) }
  }

  @Test func whatIsNoHeaderIsRefused() throws {
    for count in [0, 1, 591] {
      #expect(throws: EncryptionError.self) {
        try LUKSHeader(Bytes(Array(LUKSHeader.magic.prefix(count))))
      }
    }
    #expect {
      try LUKSHeader(Bytes(Array(repeating: 0x1b, count: 600)))
    } throws: { error in
      "\(error)".contains("<1B>") && !"\(error)".contains("\u{1b}")
    }
  }
}
