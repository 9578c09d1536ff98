extension Image {
  /// Whether clusters were given out that the file system keeps no bytes for, as QEMU judges it:
  /// more of them, by a ninth at least, than the file takes of its disk. Only then is it worth
  /// asking the file system which guest data is zeros.
  package func hasPreallocatedMetadata() -> Bool {
    guard let length = try? storage.byteCount(), let taken = storage.allocatedByteCount() else {
      return false
    }
    let size = geometry.clusterSize
    let real = taken / size
    let threshold = max(real * 10 / 9, real + 2)
    let clusters = length / size + (length % size == 0 ? 0 : 1)
    // A file without holes need not be counted.
    return clusters >= threshold && usedClusters(of: clusters, atLeast: threshold)
  }

  /// Whether `threshold` of the first clusters of the file, `clusters` in number, have a reference
  /// count other than zero; false where that cannot be read.
  private func usedClusters(of clusters: UInt64, atLeast threshold: UInt64) -> Bool {
    let perBlock = geometry.refcountBlockEntries
    let tableClusters = header[.refcountTableClusters]
    let blocks = min(
      (clusters + perBlock - 1) / perBlock, tableClusters * geometry.clusterSize / 8)
    let start = HostOffset(header[.refcountTableOffset])
    guard let table = try? file.table(at: start, entries: Int(clamping: blocks)) else {
      return false
    }
    var used: UInt64 = 0
    for index in 0..<table.count / 8 {
      let entry = RefcountTableEntry(rawValue: table.word(index))
      guard let block = entry.refcountBlock else { continue }
      guard geometry.offsetInCluster(block) == 0,
        let bytes = try? storage.bytes(at: block, count: Int(geometry.clusterSize))
      else { return false }
      let most = min(perBlock, clusters - UInt64(index) * perBlock)
      used += bytes.nonzeroCounts(bits: geometry.refcountBits, most: Int(most))
      if used >= threshold { return true }
    }
    return false
  }
}

extension Bytes {
  /// How many of the first `most` numbers, each `bits` wide, are not zero.
  fileprivate func nonzeroCounts(bits: Int, most: Int) -> UInt64 {
    var count: UInt64 = 0
    if bits >= 8 {
      let width = bits / 8
      for index in 0..<Swift.min(most, array.count / width) {
        let number = array[index * width..<(index + 1) * width]
        if number.contains(where: { $0 != 0 }) { count += 1 }
      }
    } else {
      let mask = UInt8(1 << bits) - 1
      for index in 0..<Swift.min(most, array.count * 8 / bits) {
        let bit = index * bits
        if array[bit / 8] >> UInt8(bit % 8) & mask != 0 { count += 1 }
      }
    }
    return count
  }
}
