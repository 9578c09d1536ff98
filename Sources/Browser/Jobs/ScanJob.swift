package import QCOW2

/// Reads every L2 table once, the ones in view first, and counts what they map.
package struct ScanJob: Sendable {
  private let disk: Disk
  private let survey: Survey
  private let inView: Range<GuestOffset>
  /// How often the screen hears of it.
  private static let interval = Duration.milliseconds(50)

  package init(_ disk: Disk, _ survey: Survey, inView: Range<GuestOffset>) {
    self.disk = disk
    self.survey = survey
    self.inView = inView
  }

  package func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    let tables = settleL1(cancellation)
    survey.report { $0.tables = tables.count }
    post(.surveyed)
    let first = disk.geometry.l1Index(of: inView.lowerBound)
    let last = disk.geometry.l1Index(of: inView.upperBound)
    let isInView = { (index: Int) in (first...max(first, last)).contains(index) }
    var reported = ContinuousClock.now
    for index in tables.filter(isInView) + tables.filter({ !isInView($0) }) {
      let range = range(of: index)
      for segment in DiskWalk(disk, range, firstSlices: SegmentWalk.mostSlices) {
        survey.add(segment)
        guard !cancellation.isCancelled else {
          survey.report { $0.wasStopped = true }
          return post(.surveyed)
        }
      }
      survey.report { $0.tablesRead += 1 }
      if ContinuousClock.now - reported >= Self.interval {
        post(.surveyed)
        reported = .now
      }
    }
    // Before the first table, nothing else would say so.
    guard !cancellation.isCancelled else {
      survey.report { $0.wasStopped = true }
      return post(.surveyed)
    }
    survey.report { $0.isFinished = true }
    post(.surveyed)
  }

  /// Settles everything that L1 answers alone, and returns the indexes of the tables to read.
  private func settleL1(_ cancellation: Cancellation) -> [Int] {
    let image = disk.image
    let count = Int(image.geometry.l1EntriesNeeded)
    // An empty entry says nothing where a layer below may have what the image has not.
    guard disk.layers.count == 1 else { return Array(0..<count) }
    var tables: [Int] = []
    var index = 0
    while index < count, !cancellation.isCancelled {
      // An empty entry starts a run of empty ones, which is one segment.
      if image.l1Entry(index)?.l2Table != nil {
        tables.append(index)
        index += 1
      } else {
        let rest = range(of: index).lowerBound..<image.geometry.end
        guard let segment = SegmentWalk(image, rest).makeIterator().first else { break }
        survey.add(segment)
        index = image.geometry.l1Index(of: segment.end)
        if segment.end == image.geometry.end { break }
      }
    }
    return tables
  }

  private func range(of l1Index: Int) -> Range<GuestOffset> {
    let start = disk.geometry.guestOffset(l1Index: l1Index)
    let (end, overflow) = start.rawValue.addingReportingOverflow(disk.geometry.l2Span)
    return start..<min(disk.geometry.end, GuestOffset(overflow ? .max : end))
  }
}

extension SegmentWalk {
  /// The first segment.
  fileprivate var first: Extent? {
    var walk = self
    return walk.next()
  }
}
