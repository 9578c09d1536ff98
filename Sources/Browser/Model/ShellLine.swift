/// A command line for a POSIX shell; control characters in it are escapes that bash, zsh and ksh know.
package func shellLine(_ words: [String]) -> String {
  words.map(shellWord).joined(separator: " ")
}

private func shellWord(_ word: String) -> String {
  let isPlain = word.unicodeScalars.allSatisfy {
    $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
      || "-_./:=,+@%".unicodeScalars.contains($0)
  }
  if isPlain, !word.isEmpty { return word }
  let hasControls = word.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f }
  guard hasControls else { return "'" + word.replacing("'", with: "'\\''") + "'" }
  return "$'"
    + word.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "'", "\\": "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }.joined() + "'"
}
