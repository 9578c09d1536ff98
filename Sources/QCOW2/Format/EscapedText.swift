/// Bytes from an image as text that is safe on a terminal.
///
/// Control characters, code points that reorder or hide text, and bytes that are not UTF-8 are
/// shown as `<1B>` or `<U+202E>`, so that a name can neither move the cursor nor lie about itself.
public func escaped(_ bytes: some Sequence<UInt8>) -> String {
  var text = ""
  var decoder = Unicode.UTF8.ForwardParser()
  var iterator = bytes.makeIterator()
  while true {
    switch decoder.parseScalar(from: &iterator) {
    case .valid(let encoded): text += escaped(Unicode.UTF8.decode(encoded))
    case .error(let length):
      // The parser keeps no bytes of a broken sequence, so only their number can be told.
      text += String(repeating: "<??>", count: length)
    case .emptyInput: return text
    }
  }
}

/// Text that may come from outside, made safe in the same way.
public func escaped(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { $0 += escaped($1) }
}

/// A name from an image for a sentence: escaped, in quotation marks and no longer than a person reads.
/// Images may hold names of 64 KiB, and one of those in several sentences hides all of them.
package func quoted(_ bytes: some Sequence<UInt8>) -> String { quoted(escaped(bytes)) }

/// The same of a name that is escaped already.
package func quoted(_ escapedName: String) -> String { "\"\(shortened(escapedName))\"" }

/// The beginning of a text, with an ellipsis where that is not all of it.
package func shortened(_ text: String) -> String {
  let most = 120
  let scalars = text.unicodeScalars
  guard let end = scalars.index(scalars.startIndex, offsetBy: most, limitedBy: scalars.endIndex),
    end != scalars.endIndex
  else { return text }
  return String(scalars[..<end]) + "..."
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
  switch scalar.properties.generalCategory {
  case .control: "<" + hexDigits(scalar.value, 2) + ">"
  case .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
    .nonspacingMark, .enclosingMark, .spacingMark:
    "<U+" + hexDigits(scalar.value, 4) + ">"
  default: String(scalar)
  }
}

private func hexDigits(_ value: UInt32, _ count: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, count - text.count)) + text
}
