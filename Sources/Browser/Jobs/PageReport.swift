internal import QCOW2

/// The bytes on the screen, and how the cursor's byte is found.
package struct PageReport: Sendable {
  /// Bytes of the disk, where those are shown.
  let page: HexPage?
  /// Bytes of the file, where those are shown.
  let hostPage: HostPage?
  /// The same bytes of the disk that is compared with.
  let otherPage: HexPage?
  let path: [Translation]
  let cluster: CellGrid?
  let hasWriter: Bool?

  /// A few bytes more than the screen shows, so that numbers at its end are whole.
  static let surplus: UInt64 = 32

  init(_ wanted: PageRequest, _ disk: Disk, _ other: Disk?, _ cancellation: Cancellation) {
    let end = wanted.range.upperBound.addingReportingOverflow(Self.surplus)
    let range = wanted.range.lowerBound..<(end.overflow ? .max : end.partialValue)
    switch wanted.space {
    case .guest:
      let guest = GuestOffset(range.lowerBound)..<GuestOffset(range.upperBound)
      page = HexPage(disk, guest, cancellation)
      hostPage = nil
      otherPage = other.map { HexPage($0, guest, cancellation) }
    case .host:
      (page, otherPage) = (nil, nil)
      hostPage = HostPage(
        disk.image.storage, HostOffset(range.lowerBound)..<HostOffset(range.upperBound),
        cancellation)
    }
    let isOnDisk = wanted.cursor < disk.geometry.end && !cancellation.isCancelled
    path = isOnDisk ? disk.translations(of: wanted.cursor) : []
    cluster = isOnDisk ? CellGrid(subclustersAt: wanted.cursor, of: disk) : nil
    hasWriter = disk.hasWriter()
  }
}
