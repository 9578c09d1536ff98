/// A count with commas between thousands.
package func grouped(_ count: UInt64) -> String {
  var text = ""
  for (index, digit) in String(count).reversed().enumerated() {
    if index > 0, index % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return String(text.reversed())
}

/// A count with its word: `1 cluster`, `2 clusters`.
///
/// - Parameters:
///   - count: The count.
///   - one: The word for one.
///   - many: The word for any other number; the same with an s unless given.
///   - isGrouped: Whether thousands have commas between them, as on the screen of the browser and not
///     in what scripts may read.
/// - Returns: Both.
package func counted(
  _ count: some BinaryInteger, _ one: String, _ many: String? = nil, isGrouped: Bool = false
) -> String {
  let number = isGrouped ? grouped(UInt64(clamping: count)) : "\(count)"
  return "\(number) \(count == 1 ? one : many ?? one + "s")"
}
