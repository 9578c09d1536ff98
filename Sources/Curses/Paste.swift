internal import CNcurses

/// A text that is being pasted.
struct Paste {
  /// Nobody pastes more into a line.
  private static let most = 4096
  /// A terminal that never says where the text ends must not keep all keys.
  private static let patience = Duration.seconds(2)

  private let start = ContinuousClock.now
  private var scalars = String.UnicodeScalarView()

  var text: String { String(scalars) }

  /// Takes what came next, and tells whether that was the end.
  mutating func take(_ next: cn_key) -> Bool {
    let isCode = next.kind == KEY_CODE_YES
    if isCode, Int32(bitPattern: next.code) == KeyDecoder.pasteEnd { return true }
    // Line breaks and other controls would be keys.
    if !isCode, let scalar = Unicode.Scalar(next.code), scalar.value >= 0x20, scalar.value != 0x7f,
      !(0x80...0x9f).contains(scalar.value), scalars.count < Self.most
    {
      scalars.append(scalar)
    }
    return ContinuousClock.now - start > Self.patience
  }
}
