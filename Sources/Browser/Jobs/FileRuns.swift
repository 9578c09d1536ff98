package import QCOW2

/// The runs of the file: stretches of clusters of one use, in the order of the file.
package struct FileRuns: Sendable {
  /// The uses that nothing on any disk needs: what was there may still be.
  package static let ghosts: Set<HostMap.Use> = [.free, .leaked]
  /// How many runs are listed.
  package static let most = 10_000

  package let list: HostRuns
  /// What the first cluster of a run looks like, by row, as far as that is known.
  package internal(set) var looks: [Int: String] = [:]
  private let clusterBits: UInt64

  init(_ list: HostRuns, clusterBits: Int) {
    self.list = list
    self.clusterBits = UInt64(clusterBits)
  }

  /// The uses that are listed; empty for all.
  var uses: Set<HostMap.Use> { list.uses }

  /// The bytes of a row.
  package func bytes(of row: Int) -> Range<HostOffset> {
    let clusters = list.runs[row].clusters
    let end = HostOffset(clusters.upperBound << clusterBits)
    return HostOffset(clusters.lowerBound << clusterBits)..<end
  }

  /// The row that has a place, or the next after it; nil where there is none.
  func row(of place: HostOffset) -> Int? {
    let cluster = place.rawValue >> clusterBits
    var (low, high) = (0, list.runs.count)
    while low < high {
      let middle = (low + high) / 2
      (low, high) =
        list.runs[middle].clusters.upperBound <= cluster ? (middle + 1, high) : (low, middle)
    }
    return low < list.runs.count ? low : nil
  }
}
