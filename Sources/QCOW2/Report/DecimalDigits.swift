/// A number in decimal digits, without a string of it.
struct DecimalDigits {
  private var digits = InlineArray<20, UInt8>(repeating: 0)
  private var first = 20

  init(_ number: UInt64) {
    var rest = number
    repeat {
      first -= 1
      let next = rest / 10
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest &- next &* 10)
      rest = next
    } while rest > 0
  }

  /// Calls `body` with the digits, the first one first.
  func withBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    unsafe digits.span.withUnsafeBufferPointer {
      unsafe body(UnsafeBufferPointer(rebasing: $0[first...]))
    }
  }
}
