/// Goes over every reference of an image and compares them with the stored reference counts.
///
/// Reads metadata only, on as many threads as there are processors, and nothing is written. Memory
/// is bounded: where the clusters of a file are too many for it, the tables are gone over again for
/// the rest.
public struct Check: Sendable {
  let image: CheckedImage
  let limits: CheckLimits

  /// Reads the header, the snapshot table and the bitmap directory.
  ///
  /// - Parameters:
  ///   - storage: Where the image is. Neither a pass phrase nor a data file is needed.
  ///   - limits: What the check may use.
  ///   - allowsBrokenHeader: Whether an image is checked that nobody reads, because its header breaks a
  ///     rule: as far as its tables can be located.
  ///   - cancellation: Stops.
  /// - Throws: `ImageError.cancelled`, `.refused` where the header leaves nothing to check, `.notAnImage` without
  ///   the magic number, `.system` where reading fails.
  public init(
    _ storage: any Storage, limits: CheckLimits = CheckLimits(), allowsBrokenHeader: Bool = false,
    cancellation: Cancellation = Cancellation()
  ) throws(ImageError) {
    image = try CheckedImage(
      storage, allowsBrokenHeader: allowsBrokenHeader, cancellation: cancellation)
    self.limits = limits
  }

  /// Checks.
  ///
  /// - Parameters:
  ///   - frame: What a map of the file is to show, if one is wanted.
  ///   - cancellation: Stops the check; the report then holds what was found up to then.
  ///   - progress: Called now and then, on any thread but never on two at once.
  /// - Returns: The report.
  /// - Throws: `ImageError.system` where a table without which nothing can be told cannot be read.
  public func run(
    mapping frame: HostMap.Frame? = nil, cancellation: Cancellation = Cancellation(),
    progress: @escaping @Sendable (CheckProgress) -> Void = { _ in }
  ) throws(ImageError) -> CheckReport {
    let run = try CheckRun(
      image, limits, UseRecord(map: frame.map(HostMap.init)), cancellation, progress)
    do throws(ImageError) {
      try run.everything()
      return run.report(isComplete: true)
    } catch .cancelled {
      return run.report(isComplete: false)
    }
  }
}

extension Check {
  /// Counts what the clusters of a stretch of the file are used for: reads all tables, but keeps only
  /// what the map shows.
  ///
  /// - Parameters:
  ///   - frame: The stretch and its cells.
  ///   - cancellation: Stops.
  /// - Returns: The map.
  /// - Throws: `ImageError.cancelled`, `ImageError.system` where the refcount table cannot be read.
  public func hostMap(
    _ frame: HostMap.Frame, cancellation: Cancellation = Cancellation()
  ) throws(ImageError) -> HostMap {
    let run = try CheckRun(image, limits, UseRecord(map: HostMap(frame)), cancellation) { _ in }
    _ = try run.sweep(frame.clusters.clamped(to: 0..<image.fileClusters + 2))
    return run.uses.map ?? HostMap(frame)
  }

  /// Lists what the clusters of the file are used for, without looking for findings.
  ///
  /// - Parameters:
  ///   - uses: The uses that are listed; all where empty.
  ///   - most: How many runs are listed; the others are counted.
  ///   - cancellation: Stops.
  /// - Returns: The runs, in the order of the file.
  /// - Throws: `ImageError.cancelled`, `ImageError.system` where the refcount table cannot be read.
  /// - Complexity: As `run`; the memory of the list is bounded by `most`.
  public func hostRuns(
    of uses: Set<HostMap.Use> = [], most: Int, cancellation: Cancellation = Cancellation()
  ) throws(ImageError) -> HostRuns {
    let wanted = HostRuns(uses, most: most)
    let run = try CheckRun(image, limits, UseRecord(runs: wanted), cancellation) { _ in }
    _ = try run.sweep(0..<image.fileClusters + 2)
    return run.uses.runs ?? wanted
  }

  /// The clusters of the file, a last partial one included.
  public var fileClusters: UInt64 { image.fileClusters }

  /// The image's arithmetic.
  public var geometry: Geometry { image.geometry }
}
