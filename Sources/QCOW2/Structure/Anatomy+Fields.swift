extension Anatomy {
  /// The fields of a structure that touch a range of the file, in its order. Of a table only the
  /// entries of the range are read: at most 2 MiB of it.
  ///
  /// - Throws: `ImageError.system` where reading fails.
  public func fields(
    of structure: Structure, in range: Range<HostOffset>
  ) throws(ImageError) -> [StructureField] {
    let wanted = range.clamped(to: structure.range)
    guard !wanted.isEmpty else { return [] }
    if structure.isTable { return try entries(of: structure, in: wanted) }
    return record(structure).filter { $0.range.overlaps(wanted) }
  }

  /// The field that a byte of the file is part of, with its structure; nil where it is of none.
  ///
  /// - Throws: `ImageError.system` where reading fails.
  public func field(at offset: HostOffset) throws(ImageError) -> StructureField? {
    guard let structure = structure(at: offset), let end = offset.advanced(by: 1) else {
      return nil
    }
    return try fields(of: structure, in: offset..<end).first
  }

  private func record(_ structure: Structure) -> [StructureField] {
    let record = RecordFields(structure, self)
    switch structure.kind {
    case .header: return record.header(image.inspection)
    case .headerExtension(let kind): return record.headerExtension(kind, image.inspection)
    case .backingFileName:
      return [
        record.text(
          0, image.inspection.backingFileName ?? Bytes([]), "backing_file_name",
          "name of the backing file, as the image stores it")
      ]
    case .snapshot(let index): return record.snapshot(snapshots[index])
    case .bitmap(let index): return record.bitmap(bitmaps[index])
    case .encryptionHeader: return record.encryption(image.storage)
    case .keyMaterial(let slot):
      return [
        record.blob(
          0, structure.range.upperBound - structure.range.lowerBound, "key material \(slot)",
          "the master key, split into stripes and encrypted with the pass phrase of slot \(slot)")
      ]
    case .l1Table, .l2Table, .refcountTable, .refcountBlock, .bitmapTable: return []
    }
  }

  /// What a pointer leads to; nil for 0.
  func target(_ host: HostOffset?) -> StructureField.Target? {
    guard let host, host.rawValue > 0 else { return nil }
    return StructureField.Target(host: host, structure: structure(beginningAt: host))
  }

  private func structure(beginningAt start: HostOffset) -> Structure? {
    guard let found = structure(at: start), found.range.lowerBound == start else { return nil }
    return found
  }
}

/// Reads the fields of structures that are no tables off their declarations.
struct RecordFields {
  private let structure: Structure
  private let anatomy: Anatomy

  init(_ structure: Structure, _ anatomy: Anatomy) {
    self.structure = structure
    self.anatomy = anatomy
  }

  private var start: HostOffset { structure.range.lowerBound }

  /// The declared fields of `bytes`, which lie `base` bytes into the structure.
  func fields(
    _ fields: [Field], in bytes: Bytes, at base: Int = 0, prefix: String = "",
    bits: (Field) -> [StructureField.Bits] = { _ in [] }
  ) -> [StructureField] {
    fields.map { field in
      let isNumber = field.width <= 8 && field.presentation != .text
      let value = isNumber ? field.value(in: bytes) : nil
      return StructureField(
        structure, at: start + UInt64(base + field.offset), length: UInt64(field.width),
        name: prefix + field.name, value: value,
        text: value.map { field.text($0) } ?? "\"\(shortened(bytes.text(field)))\"",
        meaning: field.meaning, bits: bits(field),
        target: field.presentation == .hostOffset
          ? anatomy.target(value.map { HostOffset($0) }) : nil)
    }
  }

  /// A text of its own length.
  func text(_ base: Int, _ bytes: Bytes, _ name: String, _ meaning: String) -> StructureField {
    StructureField(
      structure, at: start + UInt64(base), length: UInt64(bytes.count), name: name,
      text: quoted(bytes.array), meaning: meaning)
  }

  /// Bytes without a form of their own.
  func blob(_ base: Int, _ length: UInt64, _ name: String, _ meaning: String) -> StructureField {
    StructureField(
      structure, at: start + UInt64(base), length: length, name: name, text: "\(length) bytes",
      meaning: meaning)
  }

  /// The fields, and as many bytes behind them as there are.
  private func appended(
    _ fields: [StructureField], _ rest: (name: String, meaning: String)
  ) -> [StructureField] {
    let end = fields.last.map { $0.range.upperBound } ?? start
    guard end < structure.range.upperBound else { return fields }
    return fields + [
      blob(Int(end - start), structure.range.upperBound - end, rest.name, rest.meaning)
    ]
  }
}

extension RecordFields {
  func header(_ inspection: Inspection) -> [StructureField] {
    let header = inspection.header
    let known = fields(header.fields, in: header.bytes) { field in
      guard let word = FeatureWord.allCases.first(where: { $0.field == field }) else { return [] }
      return inspection.features.filter { $0.word == word }.map { status in
        StructureField.Bits(
          field: BitField(
            status.bit, status.name, status.known?.meaning ?? "not in the specification"),
          value: status.isSet ? 1 : 0, text: status.isSet ? "on" : "off",
          isFaulty: status.isSet && status.known == nil && word == .incompatible)
      }
    }
    return appended(known, ("unknown fields", "header fields that the specification does not know"))
  }

  func headerExtension(
    _ kind: HeaderExtension.Kind?, _ inspection: Inspection
  ) -> [StructureField] {
    let item = inspection.extensions.first { $0.offset == start }
    let first = Int(start.rawValue)
    let own = inspection.header.bytes[first..<first + 8]
    var result = fields(HeaderExtension.fields, in: own)
    guard let item else { return result }
    let payload = item.payload
    switch item.content {
    case .bitmaps: result += fields(BitmapsExtension.fields, in: payload, at: 8)
    case .encryption: result += fields(EncryptionHeaderPointer.fields, in: payload, at: 8)
    case .featureNames(let names):
      for row in names.indices {
        let base = row * FeatureName.byteCount
        result += fields(
          FeatureName.fields, in: payload[base..<base + FeatureName.byteCount], at: 8 + base,
          prefix: "[\(row)].")
      }
    case .backingFormat:
      result.append(text(8, payload, "format", "format of the backing file"))
    case .dataFileName:
      result.append(text(8, payload, "name", "name of the external data file"))
    case .unknown:
      if payload.count > 0 {
        result.append(
          blob(8, UInt64(payload.count), "data", "data of an extension that is not known"))
      }
    }
    return appended(result, ("padding", "fills up to a multiple of 8 bytes"))
  }

  func snapshot(_ record: SnapshotRecord) -> [StructureField] {
    let known = SnapshotRecord.fields.filter { record[$0] != nil }
    var result = fields(known, in: record.bytes)
    let extra = record.unknownExtraData.count
    let base = SnapshotRecord.fixedLength + record.extraDataSize
    if extra > 0 {
      result.append(
        blob(
          base - extra, UInt64(extra), "extra data",
          "extra data that the specification does not know")
      )
    }
    result.append(text(base, record.id, "unique ID string", "by which QEMU's commands know it"))
    let name = base + record.id.count
    result.append(text(name, record.name, "name", "the name that it was given"))
    return result.filter { !$0.range.isEmpty }
  }

  func bitmap(_ record: BitmapRecord) -> [StructureField] {
    var result = fields(BitmapRecord.fields, in: record.bytes) { field in
      guard field == .bitmapFlags else { return [] }
      let value = field.value(in: record.bytes)
      return BitmapRecord.flagFields.map { bits in
        StructureField.Bits(bits, in: value, mustBeZero: bits.name == "reserved")
      }
    }
    let extra = record[.bitmapExtraDataSize]
    if extra > 0 {
      result.append(
        blob(BitmapRecord.fixedLength, extra, "extra data", "extra data of this type of bitmap"))
    }
    let name = record.name
    result.append(text(record.bytes.count - name.count, name, "name", "the name of the bitmap"))
    return result.filter { !$0.range.isEmpty }
  }

  func encryption(_ storage: any Storage) -> [StructureField] {
    guard let bytes = try? storage.bytes(at: start, count: LUKSHeader.byteCount),
      let header = try? LUKSHeader(bytes)
    else {
      return [
        blob(
          0, structure.range.upperBound - start, "LUKS header",
          "cannot be read, or its magic number is missing")
      ]
    }
    var result = fields(LUKSHeader.fields, in: header.bytes)
    for slot in header.slots {
      let base = LUKSHeader.firstSlotOffset + slot.index * LUKSKeySlot.byteCount
      result += fields(
        LUKSKeySlot.fields, in: slot.bytes, at: base, prefix: "key slot \(slot.index).")
    }
    return result
  }
}

extension StructureField.Bits {
  /// - Parameters:
  ///   - field: The specification's entry.
  ///   - word: The word with the bits.
  ///   - mustBeZero: Whether any other value is wrong.
  init(_ field: BitField, in word: UInt64, mustBeZero: Bool = false) {
    let value = field.value(in: word)
    let isFlag = field.bits.count == 1
    let number = field.isInPlace ? word & field.mask : value
    self.init(
      field: field, value: value, text: isFlag ? (value == 1 ? "set" : "clear") : hex(number),
      isFaulty: mustBeZero && value != 0)
  }
}
