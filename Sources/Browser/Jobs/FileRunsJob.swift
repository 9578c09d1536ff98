internal import QCOW2

/// Lists the runs of the file, and then looks at the first cluster of each that nothing refers to.
struct FileRunsJob: Sendable {
  private let storage: any Storage
  private let uses: Set<HostMap.Use>
  /// How many rows are looked at between two reports.
  private static let batch = 64
  /// How many are looked at in all: a cluster each.
  private static let mostLooks = 2000

  init(_ storage: any Storage, _ uses: Set<HostMap.Use>) {
    (self.storage, self.uses) = (storage, uses)
  }

  func run(_ cancellation: Cancellation, _ post: @escaping Jobs.Post) {
    do throws(ImageError) {
      let check = try Check(besideScreen: storage, memory: 16 << 20, cancellation)
      let list = try check.hostRuns(of: uses, most: FileRuns.most, cancellation: cancellation)
      var runs = FileRuns(list, clusterBits: check.geometry.clusterBits)
      post(.fileRuns(.success(runs)))
      guard !uses.isEmpty else { return }
      let look = ClusterLook(storage, check.geometry)
      for row in list.runs.indices.prefix(Self.mostLooks) {
        guard !cancellation.isCancelled else { return }
        runs.looks[row] = look.words(at: runs.bytes(of: row).lowerBound)
        if row % Self.batch == Self.batch - 1 { post(.fileRuns(.success(runs))) }
      }
      post(.fileRuns(.success(runs)))
    } catch .cancelled {
      return
    } catch {
      post(.fileRuns(.failure(error)))
    }
  }
}

/// Tells what a cluster of the file looks like, whoever it belonged to.
struct ClusterLook: Sendable {
  private let storage: any Storage
  private let size: Int
  /// The file as a disk, in which file systems are looked for.
  private let disk: Disk?

  init(_ storage: any Storage, _ geometry: Geometry) {
    self.storage = storage
    size = Int(geometry.clusterSize)
    disk = try? Disk(raw: storage)
  }

  /// A few words about the cluster at a place.
  func words(at place: HostOffset) -> String {
    let bytes: [UInt8]
    do throws(ImageError) {
      let length = try storage.byteCount()
      guard place.rawValue < length else { return "past the end of the file" }
      let count = Int(min(UInt64(size), length - place.rawValue))
      bytes = try storage.bytes(at: place, count: count).array
    } catch {
      return "cannot be read"
    }
    let summary = ContentSummary(bytes)
    if case .zeros = summary { return "zeros" }
    if let known = signature(at: place) { return known }
    guard case .entropy(let bits) = summary else { return "" }
    let tenths = Int((bits * 10).rounded(.down))
    let randomness = "\(tenths / 10).\(tenths % 10) bits a byte"
    return Self.isText(bytes) ? "text, \(randomness)" : randomness
  }

  private func signature(at place: HostOffset) -> String? {
    let start = GuestOffset(place.rawValue)
    guard let end = start.advanced(by: UInt64(size)),
      let found = disk?.contents(of: start..<end).first
    else { return nil }
    let label = found.label.map { " \(escaped($0))" } ?? ""
    return "start of \(found.kind.name)\(label)"
  }

  /// Whether it is ASCII text, zeros at its end aside.
  private static func isText(_ bytes: [UInt8]) -> Bool {
    let last = bytes.lastIndex { $0 != 0 } ?? -1
    return bytes[...last].allSatisfy { $0 >= 0x20 && $0 < 0x7f || $0 >= 9 && $0 <= 13 }
  }
}
