import QCOW2
import TestSupport
import Testing

/// What the specification makes of a guest cluster, worked out by division from the bytes of the
/// image, apart from the library.
///
/// For images without extended L2 entries and data files.
func specifiedMapping(_ image: ImageBytes, at guest: Int) -> Mapping {
  let size = image.clusterSize
  let count = image.bytes.count
  let (l1Index, rest) = guest.quotientAndRemainder(dividingBy: size / 8 * size)
  let l1Position = image.l1Entry(l1Index)
  guard l1Position + 8 <= count else {
    let start = image.l1Entry(0)
    return .damaged(.l1TableCut(entriesLeft: start > count ? 0 : (count - start) / 8))
  }
  let table = offset(in: image.number(at: l1Position, width: 8))
  guard table != 0 else { return .unallocated }
  guard table % size == 0 else { return .damaged(.unalignedL2Table(HostOffset(UInt64(table)))) }
  guard table < count else { return .damaged(.l2TablePastEnd(HostOffset(UInt64(table)))) }
  let place = table + rest / size * 8
  guard place + 8 <= count else {
    let left = (count - table) / 8
    return .damaged(.l2TableCut(HostOffset(UInt64(table)), entriesLeft: left))
  }
  let entry = image.number(at: place, width: 8)
  let version = image.number(at: 4, width: 4)
  if entry / (1 << 62) % 2 == 1 {
    let bits = Int(image.number(at: 20, width: 4))
    let descriptor = CompressedDescriptor(rawValue: entry, clusterBits: bits)
    let host = entry % (1 << 62) % (1 << UInt64(70 - bits))
    return host < UInt64(count)
      ? .compressed(descriptor) : .damaged(.clusterPastEnd(HostOffset(host)))
  }
  let cluster = offset(in: entry)
  let host = HostOffset(UInt64(cluster))
  guard cluster % size == 0 else { return .damaged(.unalignedCluster(host)) }
  if entry % 2 == 1 {
    guard version == 3 else { return .damaged(.zeroFlagInVersion2) }
    return cluster == 0 ? .zeroPlain : .zeroAllocated(host)
  }
  guard cluster != 0 else { return .unallocated }
  return cluster < count ? .data(host) : .damaged(.clusterPastEnd(host))
}

/// Bits 9 to 55.
private func offset(in entry: UInt64) -> Int { Int(entry % (1 << 56) / 512 * 512) }

/// Expects that every cluster of the image is what the specification says, whichever way it is
/// asked for, and that whatever is not damaged still reads as `whole` where it is given.
func expectSpecified(_ image: ImageBytes, whole: [UInt8]? = nil) throws {
  let opened = try Image(MemoryStorage(image.bytes, name: "image"))
  let size = image.clusterSize
  let disk = Int(opened.geometry.virtualSize)
  let upward = mappings(opened, opened.extents(in: opened.guestRange))
  let downward = mappings(opened, Array(opened.reversedExtents(in: opened.guestRange)).reversed())
  for (index, start) in stride(from: 0, to: disk, by: size).enumerated() {
    let expected = specifiedMapping(image, at: start)
    let guest = GuestOffset(UInt64(start))
    #expect(opened.mapping(at: guest) == expected, "\(guest)")
    #expect(opened.translation(of: guest).mapping == expected, "\(guest)")
    #expect(isSame(upward[index], expected), "\(guest) going up")
    #expect(isSame(downward[index], expected), "\(guest) going down")
    let count = min(size, disk - start)
    if case .damaged(let damage) = expected {
      #expect(throws: ImageError.damaged(damage, at: guest)) {
        try opened.read(at: guest, count: count)
      }
    } else if let whole {
      let found = try opened.read(at: guest, count: count)
      #expect(firstDifference(found, from: whole, at: start) == nil, "\(guest)")
    }
  }
}

/// The mapping of each cluster, as extents tell it.
private func mappings(_ image: Image, _ extents: some Sequence<Extent>) -> [Mapping] {
  let size = image.geometry.clusterSize
  return extents.flatMap { extent in
    stride(from: 0, to: extent.length, by: Int(size)).map { cut in
      switch extent.mapping {
      case .data(let host): .data(host + cut)
      case .zeroAllocated(let host): .zeroAllocated(host + cut)
      case .damaged(.clusterPastEnd(let host)): .damaged(.clusterPastEnd(host + cut))
      default: extent.mapping
      }
    }
  }
}

/// A run of compressed clusters names its first stream only.
private func isSame(_ found: Mapping, _ expected: Mapping) -> Bool {
  if case (.compressed, .compressed) = (found, expected) { return true }
  return found == expected
}
