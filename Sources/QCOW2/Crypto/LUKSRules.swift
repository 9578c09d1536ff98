/// What QEMU demands of a LUKS header before it uses it, in its order.
///
/// Everything is judged from numbers alone, before anything is allocated for them. What is broken
/// keeps guest data from being read; the rest of the image can still be shown.
struct LUKSRules {
  /// The stripes of every slot; QEMU takes no others.
  static let stripes: UInt64 = 4000
  /// Sectors of the header, with room after the slots; the unit in which key material is laid out.
  static let headerSectors: UInt64 = 8

  let header: LUKSHeader
  private(set) var findings: [Finding] = []

  init(_ header: LUKSHeader) {
    self.header = header
    checkVersion()
    for field in LUKSHeader.fields where field.presentation == .text { checkText(field) }
    checkPayload()
    checkDigest()
    let slots = header.slots
    for slot in slots {
      check(slot)
      for other in slots[(slot.index + 1)...] where sectors(of: slot).overlaps(sectors(of: other)) {
        report(
          "luks-slot-overlap", .luksSlotMaterialOffset,
          "the key material of slots \(slot.index) and \(other.index) overlaps")
      }
    }
  }

  private mutating func report(
    _ code: String, _ field: Field, _ message: String,
    severity: Finding.Severity = .noGuestData
  ) {
    findings.append(Finding(code, severity, field: field, "LUKS header: \(message)"))
  }

  private mutating func checkVersion() {
    guard header[.luksVersion] != 1 else { return }
    report("luks-version", .luksVersion, "version is \(header[.luksVersion]), allowed is 1")
  }

  private mutating func checkText(_ field: Field) {
    guard !header.bytes.slice(field).contains(0) else { return }
    // Nothing depends on the UUID.
    report(
      "luks-text", field,
      "\(field.name) does not end with a zero byte within its \(field.width) bytes",
      severity: field == .luksUUID ? .warning : .noGuestData)
  }

  private mutating func checkPayload() {
    let offset = header[.luksPayloadOffset]
    guard offset < LUKSRules.headerSectors else { return }
    report(
      "luks-payload", .luksPayloadOffset,
      "payload-offset is \(offset), allowed is \(LUKSRules.headerSectors) sectors or more")
  }

  private mutating func checkDigest() {
    guard header[.luksDigestIterations] == 0 else { return }
    report(
      "luks-iterations", .luksDigestIterations, "mk-digest-iter is 0, allowed is 1 or more")
  }
}

extension LUKSRules {
  private mutating func check(_ slot: LUKSKeySlot) {
    let name = "slot \(slot.index)"
    if slot[.luksSlotStripes] != LUKSRules.stripes {
      report(
        "luks-stripes", .luksSlotStripes,
        "\(name) has \(slot[.luksSlotStripes]) stripes, expected \(LUKSRules.stripes)")
    }
    let state = slot[.luksSlotActive]
    if state != LUKSKeySlot.active, state != LUKSKeySlot.inactive {
      report(
        "luks-slot-state", .luksSlotActive,
        "the state of \(name) is \(hex(state, digits: 8)), expected "
          + "\(hex(LUKSKeySlot.active, digits: 8)) (active) or "
          + "\(hex(LUKSKeySlot.inactive, digits: 8)) (inactive)")
    }
    if slot.isActive, slot[.luksSlotIterations] == 0 {
      report(
        "luks-iterations", .luksSlotIterations, "\(name) has 0 iterations, allowed is 1 or more")
    }
    let sectors = sectors(of: slot)
    if sectors.lowerBound < LUKSRules.headerSectors {
      report(
        "luks-slot-offset", .luksSlotMaterialOffset,
        "the key material of \(name) begins at sector \(sectors.lowerBound), allowed is "
          + "\(LUKSRules.headerSectors) or more")
    }
    if sectors.upperBound > header[.luksPayloadOffset] {
      report(
        "luks-slot-offset", .luksSlotMaterialOffset,
        "the key material of \(name) ends at sector \(sectors.upperBound), after the payload's "
          + "start at \(header[.luksPayloadOffset])")
    }
  }

  /// The sectors of a slot's key material. The stored numbers have 32 bits, so that nothing here
  /// comes near 2^64.
  private func sectors(of slot: LUKSKeySlot) -> Range<UInt64> {
    let start = slot[.luksSlotMaterialOffset]
    let bytes = header.keyByteCount * slot[.luksSlotStripes]
    let unit = LUKSRules.headerSectors * 512
    let units = bytes / unit + (bytes % unit == 0 ? 0 : 1)
    return start..<start + units * LUKSRules.headerSectors
  }
}
