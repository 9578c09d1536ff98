/// The lines that `qemu-img map --output=json` writes, gathered in one buffer: maps have millions.
package struct MapJSON: ~Copyable {
  private var line = ByteLine(capacity: Self.room)
  private var isFirst = true
  private let output: Output

  private static let room = 1 << 16
  /// More than the longest line: four numbers of 20 digits and the words.
  private static let longest = 256

  /// Begins the list.
  ///
  /// - Parameter output: Where it goes.
  package init(_ output: Output) {
    self.output = output
    line.put("[")
  }

  /// Writes a line.
  package mutating func write(_ entry: MapEntry) {
    line.put(isFirst ? "{ \"start\": " : ",\n{ \"start\": ")
    isFirst = false
    line.put(decimal: entry.start)
    line.put(", \"length\": ")
    line.put(decimal: entry.length)
    line.put(", \"depth\": ")
    line.put(decimal: UInt64(entry.depth))
    line.put(Self.states(entry))
    if let offset = entry.offset {
      line.put(", \"offset\": ")
      line.put(decimal: offset)
    }
    line.put("}")
    if line.room < Self.longest { line.hand(to: output) }
  }

  /// The three states of an entry, whose combinations are few.
  private static func states(_ entry: MapEntry) -> StaticString {
    switch (entry.isPresent, entry.isZero, entry.isData) {
    case (true, false, true): ", \"present\": true, \"zero\": false, \"data\": true"
    case (true, false, false): ", \"present\": true, \"zero\": false, \"data\": false"
    case (true, true, true): ", \"present\": true, \"zero\": true, \"data\": true"
    case (true, true, false): ", \"present\": true, \"zero\": true, \"data\": false"
    case (false, false, true): ", \"present\": false, \"zero\": false, \"data\": true"
    case (false, false, false): ", \"present\": false, \"zero\": false, \"data\": false"
    case (false, true, true): ", \"present\": false, \"zero\": true, \"data\": true"
    case (false, true, false): ", \"present\": false, \"zero\": true, \"data\": false"
    }
  }

  /// Ends the list, or leaves it open where it is not whole, and hands on what was gathered.
  package mutating func finish(isWhole: Bool) {
    if isWhole { line.put("]\n") }
    line.hand(to: output)
  }
}
