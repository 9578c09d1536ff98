/// How one guest offset is resolved: every entry on the way.
public struct Translation: Hashable, Sendable {
  /// The offset that was resolved.
  public let guest: GuestOffset
  /// The index into the active L1 table.
  public let l1Index: Int
  /// The L1 entry, or nil where the file ends before it.
  public let l1: L1Entry?
  /// The index into the L2 table.
  public let l2Index: Int
  /// The L2 entry, or nil where there is no L2 table that can be read.
  public let l2: L2Entry?
  /// The subcluster, where the image has them.
  public let subcluster: Int?
  /// What the byte is made of. For `data` the host offset is that of the byte itself.
  public let mapping: Mapping
}

extension Image {
  /// Resolves one guest offset, which must lie on the disk.
  public func translation(of guest: GuestOffset) -> Translation {
    let l1Index = geometry.l1Index(of: guest)
    let l2Index = geometry.l2Index(of: guest)
    let l1 = l1Entry(l1Index)
    let mapping = mapping(at: guest)
    return Translation(
      guest: guest, l1Index: l1Index, l1: l1, l2Index: l2Index,
      l2: l1.flatMap { l2Entry($0, l1Index, l2Index) },
      subcluster: geometry.hasExtendedL2
        ? Int(geometry.offsetInCluster(guest) / geometry.subclusterSize) : nil,
      mapping: mapping)
  }

  private func l2Entry(_ l1: L1Entry, _ l1Index: Int, _ l2Index: Int) -> L2Entry? {
    guard let table = l1.l2Table, geometry.offsetInCluster(table) == 0,
      table.rawValue < end(beyond: table),
      let window = try? window(
        l1Index: l1Index, table: table, around: l2Index, slices: 1, step: 1)
    else { return nil }
    return window.range.contains(l2Index) ? window.entry(l2Index) : nil
  }
}

extension Disk {
  /// Resolves one guest offset, which must lie on the disk, down to the layer that provides it.
  ///
  /// - Returns: One translation for each image on the way, the first being that of the image on top. A
  ///   last one that is not allocated leaves the byte to a raw or closed layer below, or to nobody.
  public func translations(of guest: GuestOffset) -> [Translation] {
    var path: [Translation] = []
    for layer in layers {
      guard let image = layer.image, guest < image.geometry.end else { break }
      let translation = image.translation(of: guest)
      path.append(translation)
      guard translation.mapping == .unallocated else { break }
    }
    return path
  }
}
