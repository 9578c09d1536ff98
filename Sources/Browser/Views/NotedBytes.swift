/// The bytes on the hex view that are marked or noted.
struct NotedBytes {
  private let first: UInt64
  /// Empty where none is.
  private var flags: [Bool] = []

  init(_ model: Model) {
    let shown = model.hexRange
    first = shown.lowerBound
    for range in model.notedRanges(in: shown, of: model.hexSpace) {
      if flags.isEmpty {
        flags = Array(repeating: false, count: Int(shown.upperBound - shown.lowerBound))
      }
      for place in range { flags[Int(place - first)] = true }
    }
  }

  func contains(_ place: UInt64) -> Bool {
    guard !flags.isEmpty, place >= first, place - first < UInt64(flags.count) else { return false }
    return flags[Int(place - first)]
  }
}
