extension CheckedImage {
  /// The structures that the header and the directories name, each with its own bytes.
  var fixedStructures: [Structure] {
    regions.flatMap { region -> [Structure] in
      switch region.part {
      case .header: return headerStructures
      case .l1Table(let disks):
        return disks.prefix(1).map {
          Structure(.l1Table($0), at: region.start, length: region.length)
        }
      case .snapshotTable: return snapshotStructures
      case .refcountTable:
        return [Structure(.refcountTable, at: region.start, length: region.length)]
      case .encryptionHeader: return encryptionStructures(region)
      case .bitmapDirectory: return bitmapStructures
      case .bitmapTable(let index):
        return [Structure(.bitmapTable(index), at: region.start, length: region.length)]
      case .refcountBlock, .bitmapData: return []
      }
    }
  }

  private var headerStructures: [Structure] {
    let length = min(header.length, geometry.clusterSize)
    var result = [Structure(.header, at: .zero, length: length)]
    var end = HostOffset(length)
    for item in inspection.extensions {
      let padded = UInt64(8 + (item.length + 7) / 8 * 8)
      result.append(
        Structure(
          .headerExtension(HeaderExtension.Kind(rawValue: item.type)), at: item.offset,
          length: padded))
      end = item.offset + padded
    }
    let nameOffset = header[.backingFileOffset]
    // The marker is only there where the bytes say so and nothing else begins before it would end.
    let limit =
      nameOffset > 0 && nameOffset <= geometry.clusterSize ? nameOffset : geometry.clusterSize
    if end.rawValue + 8 <= limit, header.bytes.load(UInt32.self, at: Int(end.rawValue)) == 0 {
      result.append(Structure(.headerExtension(.end), at: end, length: 8))
    }
    if let name = inspection.backingFileName {
      result.append(
        Structure(.backingFileName, at: HostOffset(nameOffset), length: UInt64(name.count)))
    }
    return result
  }

  private var snapshotStructures: [Structure] {
    snapshots.records.enumerated().map { index, record in
      Structure(.snapshot(index), at: record.offset, length: UInt64(record.bytes.count))
    }
  }

  private var bitmapStructures: [Structure] {
    bitmaps.records.enumerated().map { index, record in
      Structure(.bitmap(index), at: record.offset, length: UInt64(record.bytes.count))
    }
  }

  private func encryptionStructures(_ region: Region) -> [Structure] {
    let length = min(region.length, UInt64(LUKSHeader.byteCount))
    let whole = Structure(.encryptionHeader, at: region.start, length: length)
    guard let bytes = try? storage.bytes(at: region.start, count: LUKSHeader.byteCount),
      let header = try? LUKSHeader(bytes)
    else { return [whole] }
    let material = header.slots.compactMap { slot -> Structure? in
      let length = slot[.luksSlotStripes].multipliedReportingOverflow(by: header.keyByteCount)
      guard slot.isActive, !length.overflow, slot.materialOffset < region.length,
        length.partialValue <= region.length - slot.materialOffset
      else { return nil }
      return Structure(
        .keyMaterial(slot.index), at: region.start + slot.materialOffset,
        length: length.partialValue)
    }
    return [whole] + material
  }
}
