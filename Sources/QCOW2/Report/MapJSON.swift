/// The lines that `qemu-img map --output=json` writes: maps have millions.
///
/// Threads write the lines of a part of the disk each, but for its first and its last range, which may
/// go on in the part beside it.
package struct MapJSON {
  private let output: Output
  private let line = ByteLine(capacity: Self.longest * 2)
  private var isFirst = true
  private var pending: MapEntry?
  /// How many ranges cannot be told.
  package private(set) var unknown = 0

  /// More than the longest line: four numbers of 20 digits and the words.
  private static let longest = 256

  /// - Parameter output: Where the list goes.
  package init(_ output: Output) { self.output = output }

  /// Writes the list of a guest range; leaves it open where it is not whole.
  ///
  /// - Parameters:
  ///   - disk: The disk.
  ///   - range: The range.
  ///   - cancellation: Ends the list early.
  package mutating func write(
    _ disk: Disk, _ range: Range<GuestOffset>, _ cancellation: Cancellation
  ) {
    output.write("[")
    let sources = MapSource.all(of: disk)
    let parts = MapParts(range, disk.geometry, threads: Processors.count)
    InOrder<MapPart>(count: parts.count, threads: Processors.count).run {
      MapPart(MapEntries(disk, parts[$0], sources, cancellation))
    } _: {
      add($0)
      return output.failure == nil && !cancellation.isCancelled
    }
    if let pending { put(pending) }
    if output.failure == nil, !cancellation.isCancelled { output.write("]\n") }
  }

  private mutating func add(_ part: MapPart) {
    unknown += part.unknown
    guard let first = part.first else { return }
    if pending?.join(following: first) != true {
      if let pending { put(pending) }
      pending = first
    }
    guard let last = part.last else { return }
    if let pending { put(pending) }
    part.between.hand(to: output)
    pending = last
  }

  private mutating func put(_ entry: MapEntry) {
    line.put(entry, isFirst: isFirst)
    line.hand(to: output)
    isFirst = false
  }
}

/// The ranges of a part of a disk.
private final class MapPart: Sendable {
  let first: MapEntry?
  /// The lines of those between the first and the last.
  let between = ByteLine(capacity: 1 << 12)
  let last: MapEntry?
  let unknown: Int

  init(_ entries: consuming MapEntries) {
    first = entries.next()
    var unknown = first?.content == .unknown ? 1 : 0
    var pending: MapEntry?
    while let entry = entries.next() {
      if entry.content == .unknown { unknown += 1 }
      if let pending { between.put(pending, isFirst: false) }
      pending = entry
    }
    last = pending
    self.unknown = unknown
  }
}

extension ByteLine {
  /// Puts a line.
  fileprivate func put(_ entry: MapEntry, isFirst: Bool) {
    reserve(256)
    put(isFirst ? "{ \"start\": " : ",\n{ \"start\": ")
    put(decimal: entry.start)
    put(", \"length\": ")
    put(decimal: entry.length)
    put(", \"depth\": ")
    put(decimal: UInt64(entry.depth))
    put(states: entry)
    if let offset = entry.offset {
      put(", \"offset\": ")
      put(decimal: offset)
    }
    put("}")
  }

  /// Puts the three states of an entry, whose combinations are few.
  private func put(states entry: MapEntry) {
    switch (entry.isPresent, entry.isZero, entry.isData) {
    case (true, false, true): put(", \"present\": true, \"zero\": false, \"data\": true")
    case (true, false, false): put(", \"present\": true, \"zero\": false, \"data\": false")
    case (true, true, true): put(", \"present\": true, \"zero\": true, \"data\": true")
    case (true, true, false): put(", \"present\": true, \"zero\": true, \"data\": false")
    case (false, false, true): put(", \"present\": false, \"zero\": false, \"data\": true")
    case (false, false, false): put(", \"present\": false, \"zero\": false, \"data\": false")
    case (false, true, true): put(", \"present\": false, \"zero\": true, \"data\": true")
    case (false, true, false): put(", \"present\": false, \"zero\": true, \"data\": false")
    }
  }
}
