extension L2Judge {
  /// Claims the clusters of a run, those within the file.
  mutating func claimClusters(_ run: EntryRun) {
    guard !scan.hasDataFile else { return judgeDataFile(run) }
    guard geometry.offsetInCluster(run.host) == 0 else { return claimUnaligned(run) }
    let bits = UInt64(geometry.clusterBits)
    let end = claimer.image.fileEnd
    let left =
      run.host.rawValue < end ? (end - run.host.rawValue + geometry.clusterSize - 1) >> bits : 0
    let inside = min(UInt64(run.count), left)
    if inside > 0 { _ = claimer.claim(run.host, inside << bits, claim(run)) }
    guard inside < UInt64(run.count), isFirstPass else { return }
    let lost = run.dropping(Int(inside), geometry)
    reportLost(lost, .clusterPastEnd)
  }

  private func claim(_ run: EntryRun) -> Claim {
    var claim = Claim(
      class: table.isVMState ? .vmState : run.isZero(geometry) ? .zeroKept : .data,
      holders: table.holders, references: UInt64(table.references))
    if hasFlags {
      claim.active = run.entry.isCopied ? .copied : .plain
      claim.activeReferences = UInt64(table.activeReferences)
    }
    return claim
  }

  /// A cluster that does not begin where one may touches two.
  private mutating func claimUnaligned(_ run: EntryRun) {
    for index in 0..<run.count {
      let one = run.dropping(index, geometry).first
      if isFirstPass { reportUnaligned(one) }
      if claimer.isWithinFile(one.host, geometry.clusterSize) {
        _ = claimer.claimCluster(one.host, claim(one))
      } else if isFirstPass {
        reportLost(one, .clusterPastEnd)
      }
    }
  }

  private mutating func reportUnaligned(_ one: EntryRun) {
    report(one.isZero(geometry) ? .zeroClusterUnaligned : .clusterUnaligned, one, bits: 9...55) {
      "L2 entry \(hex(one.entry.rawValue, digits: 16)) points between clusters"
    }
  }

  /// Reports clusters past the end of the file, and their COPIED flags by what counts there are.
  private mutating func reportLost(_ run: EntryRun, _ problem: Problem) {
    report(problem, run) {
      "the cluster at \(run.host) lies past the end of the file at "
        + hex(claimer.image.fileEnd)
    }
    guard hasFlags else { return }
    let first = run.host.rawValue >> UInt64(geometry.clusterBits)
    for index in 0..<run.count {
      guard let stored = claimer.counts.count(of: first + UInt64(index)),
        (stored == 1) != run.entry.isCopied
      else { continue }
      let one = run.dropping(index, geometry).first
      report(.l2Copied, one, bits: 63...63, weight: UInt64(table.activeReferences)) {
        "L2 entry \(hex(one.entry.rawValue, digits: 16)): the reference count is \(stored)"
      }
    }
  }

  private mutating func judgeDataFile(_ run: EntryRun) {
    guard isFirstPass else { return }
    if hasFlags, !run.entry.isCopied {
      report(.dataFileNotCopied, run, bits: 63...63, weight: UInt64(table.activeReferences)) {
        "L2 entry \(hex(run.entry.rawValue, digits: 16)) lacks COPIED"
      }
    }
    guard geometry.offsetInCluster(run.host) == 0 else {
      for index in 0..<run.count { reportUnaligned(run.dropping(index, geometry).first) }
      return
    }
    let guest = geometry.guestOffset(l1Index: Int(table.l1Index), l2Index: run.index)
    if run.host.rawValue != guest.rawValue {
      report(.dataFileMismatch, run, bits: 9...55) {
        "L2 entry \(hex(run.entry.rawValue, digits: 16)) names \(run.host) in the data file, the "
          + "guest offset is \(guest)"
      }
    }
  }
}
