internal import Dispatch
internal import Synchronization

extension CheckRun {
  /// Counts every reference, of the clusters in the table's window at least.
  func claimAll(_ clusters: ClusterTable, isFirstPass: Bool) throws(ImageError) {
    var claimer = Claimer(image, clusters, counts, findings)
    let judge = StructureJudge(image, findings, isFirstPass: isFirstPass)
    bitmapBytes = try judge.claimRegions(&claimer, cancellation)
    var window: Range<UInt64> = 0..<UInt64.max
    while !window.isEmpty {
      progress.tell(.l1Tables, 0, of: UInt64(image.l1Tables.count))
      var index = L2TableIndex(window: window, mostTables: limits.mostTables)
      for (number, table) in image.l1Tables.enumerated() {
        if cancellation.isCancelled { throw .cancelled }
        progress.tell(.l1Tables, UInt64(number), of: UInt64(image.l1Tables.count))
        guard let bytes = judge.l1Bytes(table, isFirstWindow: window.lowerBound == 0) else {
          continue
        }
        index.add(table, bytes)
      }
      index.settle()
      try claimTables(index.tables, clusters, isFirstPass: isFirstPass)
      window = index.window.upperBound..<UInt64.max
    }
    judge.claimRefcountBlocks(&claimer, counts)
  }

  /// Reads and judges L2 tables on several threads, a few at a time.
  private func claimTables(
    _ tables: [L2TableIndex.Table], _ clusters: ClusterTable, isFirstPass: Bool
  ) throws(ImageError) {
    let batches = L2Batches(tables, image.geometry)
    let next = Atomic(0)
    let sum = Mutex(ClusterStatistics(total: 0))
    let (image, counts, findings) = (image, counts, findings)
    let (cancellation, progress) = (cancellation, progress)
    DispatchQueue.concurrentPerform(iterations: min(limits.threads, max(1, batches.count))) { _ in
      var worker = L2Worker(
        Claimer(image, clusters, counts, findings), isFirstPass: isFirstPass)
      while !cancellation.isCancelled {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < batches.count else { break }
        worker.judge(batches.tables(number))
        progress.tell(.l2Tables, UInt64(number), of: UInt64(batches.count))
      }
      sum.withLock { $0 += worker.statistics }
    }
    statistics += sum.withLock { $0 }
    if cancellation.isCancelled { throw .cancelled }
  }
}
