/// Copies guest bytes to a raw file or a block device; what is zeros is not written to a file.
package struct DiskCopy {
  /// Why a copy ended early.
  package enum Fault<Failure: Error>: Error {
    /// The disk could not be read.
    case source(ImageError)
    /// The target could not be written.
    case target(ImageError)
    /// Whoever is told how far it is had enough.
    case body(Failure)
  }

  private let disk: Disk
  private let target: ExportTarget
  private let cancellation: Cancellation

  /// - Parameters:
  ///   - disk: What to copy.
  ///   - target: Where to; it is prepared.
  ///   - cancellation: Ends it early.
  package init(_ disk: Disk, to target: ExportTarget, _ cancellation: Cancellation) {
    self.disk = disk
    self.target = target
    self.cancellation = cancellation
  }

  /// Copies a range.
  ///
  /// - Parameters:
  ///   - range: The guest bytes.
  ///   - base: The guest byte that is the target's first.
  ///   - body: Told after each part up to where everything is copied, and how many bytes were read.
  /// - Throws: `Fault`. What was copied stays.
  package func run<Failure: Error>(
    _ range: Range<GuestOffset>, from base: GuestOffset = .zero,
    _ body: (GuestOffset, UInt64) throws(Failure) -> Void
  ) throws(Fault<Failure>) {
    var done: UInt64 = 0
    var position = range.lowerBound
    for run in SharedRuns(disk, range, from: base, cancellation) {
      guard target.mayShare else { break }
      try read(position..<run.start, from: base, &done, body)
      position = run.start
      if cancellation.isCancelled { return }
      guard target.share(run.count, at: run.start - base, with: run.file, run.host) else { break }
      position = run.start + run.count
      done += run.count
      do throws(Failure) { try body(position, done) } catch { throw .body(error) }
    }
    try read(position..<range.upperBound, from: base, &done, body)
  }

  /// Copies a range by reading it.
  private func read<Failure: Error>(
    _ range: Range<GuestOffset>, from base: GuestOffset, _ done: inout UInt64,
    _ body: (GuestOffset, UInt64) throws(Failure) -> Void
  ) throws(Fault<Failure>) {
    guard !range.isEmpty, !cancellation.isCancelled else { return }
    do throws(ReadAhead.Fault<Fault<Failure>>) {
      try unsafe ReadAhead(disk, range, cancellation).forEach {
        part, bytes throws(Fault<Failure>) in
        // What comes after a range that was cut off must not count as copied.
        if cancellation.isCancelled { return }
        do throws(ImageError) {
          try unsafe write(bytes, part.lowerBound - base..<part.upperBound - base)
        } catch {
          throw .target(error)
        }
        if unsafe bytes == nil, cancellation.isCancelled { return }
        done += unsafe UInt64(bytes?.count ?? 0)
        do throws(Failure) { try body(part.upperBound, done) } catch { throw .body(error) }
      }
    } catch {
      switch error {
      case .image(let error): throw .source(error)
      case .body(let fault): throw fault
      }
    }
  }

  private func write(
    _ bytes: UnsafeRawBufferPointer?, _ place: Range<UInt64>
  ) throws(ImageError) {
    if let bytes = unsafe bytes {
      try unsafe target.write(bytes, at: place.lowerBound)
    } else {
      try target.writeZeros(place, cancellation)
    }
  }
}
