/// How scattered the active disk's clusters are over the file.
public struct Fragmentation: Sendable {
  /// Pieces of about one size, or breaks of about one distance.
  public struct Bucket: Hashable, Sendable {
    /// How many.
    public internal(set) var count: UInt64 = 0
    /// Their bytes.
    public internal(set) var bytes: UInt64 = 0
  }

  /// A stretch of the disk that lies in one stretch of the file.
  public struct Piece: Hashable, Sendable {
    /// Where it begins on the disk.
    public let guest: GuestOffset
    /// Where it begins in the file.
    public let host: HostOffset
    /// Its length in guest bytes.
    public let length: UInt64
  }

  /// The pieces.
  public private(set) var pieces: UInt64 = 0
  /// The guest bytes that have clusters of data, stored or compressed.
  public private(set) var bytes: UInt64 = 0
  /// The longest piece.
  public private(set) var longest: Piece?
  /// The breaks, in guest order, at which the file goes on further up.
  public private(set) var forward: UInt64 = 0
  /// Those at which it goes back.
  public private(set) var backward: UInt64 = 0
  /// The pieces by size: bucket n has those of 2^n up to 2^(n+1) bytes.
  public private(set) var sizes = [Bucket](repeating: Bucket(), count: 64)
  /// The breaks by the bytes that are jumped over, in the same way.
  public private(set) var distances = [Bucket](repeating: Bucket(), count: 64)

  /// The times that a read of the whole disk has to go elsewhere in the file.
  public var seeks: UInt64 { pieces > 0 ? forward + backward + 1 : 0 }

  private var current: Piece?
  private var hostEnd = HostOffset.zero

  /// Goes over the active disk's tables.
  ///
  /// - Parameters:
  ///   - check: The image.
  ///   - cancellation: Stops.
  ///   - progress: L1 entries done and their number, now and then.
  /// - Throws: `ImageError.cancelled`, `ImageError.system` where the L1 table cannot be read. L2 tables
  ///   that cannot be read are left out.
  public init(
    _ check: Check, cancellation: Cancellation = Cancellation(),
    progress: (UInt64, UInt64) -> Void = { _, _ in }
  ) throws(ImageError) {
    let image = check.image
    let geometry = image.geometry
    guard let active = image.l1Tables.first, !image.hasDataFile else { return }
    let l1 = try image.bytes(of: active)
    let scan = L2Scan(geometry: geometry, hasDataFile: false)
    for index in 0..<min(l1.count / 8, Int(clamping: geometry.l1EntriesNeeded)) {
      if cancellation.isCancelled { throw .cancelled }
      guard let table = L1Entry(rawValue: l1.word(index)).l2Table,
        let bytes = try? image.storage.entries(at: table, count: Int(geometry.clusterSize))
      else { continue }
      progress(UInt64(index), UInt64(l1.count / 8))
      let start = geometry.guestOffset(l1Index: index)
      scan.runs(bytes) { take($0, geometry, start) }
    }
    finish()
  }

  private mutating func take(_ run: EntryRun, _ geometry: Geometry, _ table: GuestOffset) {
    let bits = UInt64(geometry.clusterBits)
    let guest = table + (UInt64(run.index) << bits)
    let length = UInt64(run.count) << bits
    switch run.kind {
    case .empty, .zeroPlain: return
    case .clusters:
      guard !run.isZero(geometry) else { return }
      add(guest, length, run.host, run.host + length)
    case .compressed:
      guard let descriptor = run.entry.compressed(geometry) else { return }
      add(guest, length, descriptor.host, descriptor.host + descriptor.maximumLength)
    }
  }

  private mutating func add(
    _ guest: GuestOffset, _ length: UInt64, _ host: HostOffset, _ end: HostOffset
  ) {
    bytes += length
    // A compressed stream ends anywhere in its last sector, where the next one begins.
    let isNext = current != nil && host <= hostEnd && hostEnd.rawValue - host.rawValue < 512
    if isNext, let piece = current {
      current = Piece(guest: piece.guest, host: piece.host, length: piece.length + length)
    } else {
      let last = hostEnd
      let hadPiece = current != nil
      finish()
      if hadPiece { addBreak(from: last, to: host) }
      current = Piece(guest: guest, host: host, length: length)
    }
    hostEnd = end
  }

  private mutating func addBreak(from last: HostOffset, to next: HostOffset) {
    let distance = next > last ? next - last : last - next
    if next > last { forward += 1 } else { backward += 1 }
    let bucket = 63 - max(1, distance).leadingZeroBitCount
    distances[bucket].count += 1
    distances[bucket].bytes += distance
  }

  private mutating func finish() {
    guard let piece = current else { return }
    current = nil
    pieces += 1
    let bucket = 63 - max(1, piece.length).leadingZeroBitCount
    sizes[bucket].count += 1
    sizes[bucket].bytes += piece.length
    if piece.length > longest?.length ?? 0 { longest = piece }
  }
}
