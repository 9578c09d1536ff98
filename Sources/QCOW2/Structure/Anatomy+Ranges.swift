extension Anatomy {
  /// The guest range that an entry of an L1 or an L2 table maps; nil of other fields, and of entries
  /// past what 63 bits count.
  public func guestRange(of field: StructureField) -> Range<GuestOffset>? {
    guard let index = field.index else { return nil }
    switch field.structure.kind {
    case .l1Table: return guestRange(UInt64(index), geometry.l2Span)
    case .l2Table(_, let l1Index):
      let number = UInt64(l1Index).multipliedClamped(by: UInt64(geometry.l2Entries))
        .addedClamped(to: UInt64(index))
      return guestRange(number, geometry.clusterSize)
    default: return nil
    }
  }

  private func guestRange(_ number: UInt64, _ span: UInt64) -> Range<GuestOffset>? {
    let (start, overflow) = number.multipliedReportingOverflow(by: span)
    guard !overflow, start <= UInt64(Int64.max) else { return nil }
    return GuestOffset(start)..<GuestOffset(start + span)
  }

  /// The range of the file whose clusters an entry of the refcount table or of a refcount block
  /// counts; nil of other fields.
  public func countedRange(of field: StructureField) -> Range<HostOffset>? {
    guard let index = field.index else { return nil }
    let size = geometry.clusterSize
    let start: UInt64
    let length: UInt64
    switch field.structure.kind {
    case .refcountTable:
      length = geometry.refcountBlockEntries * size
      start = UInt64(index).multipliedClamped(by: length)
    case .refcountBlock(let block):
      length = size
      start = UInt64(block).multipliedClamped(by: geometry.refcountBlockEntries)
        .addedClamped(to: UInt64(index)).multipliedClamped(by: size)
    default: return nil
    }
    return HostOffset(start)..<HostOffset(start.addedClamped(to: length))
  }

  /// The disk whose guest bytes an entry maps.
  public func disk(of field: StructureField) -> DiskName? {
    switch field.structure.kind {
    case .l1Table(let disk), .l2Table(let disk, _): disk
    default: nil
    }
  }
}
