extension L1Entry {
  /// What the entry says, for people.
  package var text: String {
    (l2Table.map { "L2 table at \($0)" } ?? "no L2 table") + (isCopied ? ", COPIED" : "")
  }
}

extension L2Entry {
  /// What the entry says, for people.
  ///
  /// - Parameters:
  ///   - geometry: The image's geometry.
  ///   - hasDataFile: Whether guest clusters lie in an external data file.
  /// - Returns: One line, with a letter for each subcluster where the image has them.
  package func text(_ geometry: Geometry, hasDataFile: Bool) -> String {
    let place = hasDataFile ? "data file " : ""
    let flags = isCopied ? ", COPIED" : ""
    if let data = compressed(geometry) {
      let sectors = data.additionalSectors + 1
      return "compressed at \(place)\(data.host), \(counted(sectors, "sector"))"
    }
    if geometry.hasExtendedL2 {
      return (host.map { "\(place)\($0) " } ?? "") + letters(geometry, hasDataFile: hasDataFile)
        + flags
    }
    switch mapping(subcluster: 0, geometry, hasDataFile: hasDataFile) {
    case .data(let host): return "data at \(place)\(host)\(flags)"
    case .zeroPlain: return "reads as zeros"
    case .zeroAllocated(let host): return "reads as zeros, \(place)\(host) kept\(flags)"
    case .unallocated: return "not allocated"
    case .damaged(let damage): return damage.description
    case .compressed, .missing: return ""
    }
  }

  /// The subclusters by the entry alone, the first one first.
  package func letters(_ geometry: Geometry, hasDataFile: Bool) -> String {
    (0..<geometry.subclustersPerCluster).reduce(into: "") { text, index in
      let mapping = mapping(subcluster: index, geometry, hasDataFile: hasDataFile)
      text.unicodeScalars.append(mapping.kind.letter)
    }
  }
}
