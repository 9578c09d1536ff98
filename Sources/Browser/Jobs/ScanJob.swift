package import QCOW2

/// Reads every L2 table once, the ones in view first, and counts what they map. A scan that was
/// stopped is gone on with by another one for the same survey.
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
    var rest = survey.resume()
    settleL1(&rest, cancellation)
    survey.report { $0.tables = $0.tablesRead + rest.tables.count }
    post(.surveyed)
    let first = disk.geometry.l1Index(of: inView.lowerBound)
    let last = disk.geometry.l1Index(of: inView.upperBound)
    let isInView = { (index: Int) in (first...max(first, last)).contains(index) }
    if rest.position == nil {
      rest.tables = ArraySlice(rest.tables.filter(isInView) + rest.tables.filter { !isInView($0) })
    }
    readTables(&rest, cancellation, post)
    if cancellation.isCancelled {
      survey.stop(with: rest)
    } else {
      survey.report { $0.isFinished = true }
    }
    post(.surveyed)
  }

  private func readTables(
    _ rest: inout Survey.Rest, _ cancellation: Cancellation, _ post: Jobs.Post
  ) {
    var reported = ContinuousClock.now
    while let index = rest.tables.first {
      let range = range(of: index)
      let start = rest.position ?? range.lowerBound
      for segment in DiskWalk(
        disk, start..<range.upperBound, firstSlices: SegmentWalk.mostSlices)
      {
        guard !cancellation.isCancelled else { return }
        survey.add(segment)
        rest.position = segment.end
      }
      rest.position = nil
      rest.tables.removeFirst()
      survey.report { $0.tablesRead += 1 }
      if ContinuousClock.now - reported >= Self.interval {
        post(.surveyed)
        reported = .now
      }
    }
  }

  /// Settles everything that L1 answers alone, and adds the indexes of the tables to read.
  private func settleL1(_ rest: inout Survey.Rest, _ cancellation: Cancellation) {
    let image = disk.image
    let count = Int(image.geometry.l1EntriesNeeded)
    // An empty entry says nothing where a layer below may have what the image has not.
    guard disk.layers.count == 1 else {
      rest.tables += Array(rest.nextEntry..<max(rest.nextEntry, count))
      return rest.nextEntry = count
    }
    while rest.nextEntry < count, !cancellation.isCancelled {
      // An empty entry starts a run of empty ones, which is one segment.
      if image.l1Entry(rest.nextEntry)?.l2Table != nil {
        rest.tables.append(rest.nextEntry)
        rest.nextEntry += 1
      } else {
        let empty = range(of: rest.nextEntry).lowerBound..<image.geometry.end
        guard let segment = SegmentWalk(image, empty).makeIterator().first else { break }
        survey.add(segment)
        rest.nextEntry =
          segment.end == image.geometry.end ? count : image.geometry.l1Index(of: segment.end)
      }
    }
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
