internal import CPCRE2

/// What one search needs to match an expression: its results, its limits, its stack.
@safe final class ExpressionMatcher {
  /// What came of looking.
  enum Outcome: Equatable {
    case nothing
    /// Where the match begins for the expression, and the bytes that it says it matched.
    case match(from: Int, Range<Int>)
    /// The expression tries too many ways here.
    case tooHard
  }

  /// Steps for each place: a few milliseconds.
  private static let mostSteps: UInt32 = 500_000
  private static let mostKibibytes: UInt32 = 16 << 10

  private let expression: Expression
  private let data: OpaquePointer
  private let context: OpaquePointer
  private let stack: OpaquePointer?

  /// Nil where memory is short.
  init?(_ expression: Expression) {
    self.expression = expression
    let made = unsafe (
      expression.withCode { unsafe pcre2_match_data_create_from_pattern_8($0, nil) },
      pcre2_match_context_create_8(nil)
    )
    guard let data = unsafe made.0, let context = unsafe made.1 else { return nil }
    unsafe (self.data, self.context) = (data, context)
    unsafe pcre2_set_match_limit_8(context, Self.mostSteps)
    unsafe pcre2_set_heap_limit_8(context, Self.mostKibibytes)
    unsafe stack = pcre2_jit_stack_create_8(32 << 10, 1 << 20, nil)
    if let stack = unsafe stack {
      unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
    }
  }

  deinit {
    unsafe pcre2_match_data_free_8(data)
    unsafe pcre2_match_context_free_8(context)
    if let stack = unsafe stack { unsafe pcre2_jit_stack_free_8(stack) }
  }

  /// Looks for a match that begins in a range of places.
  ///
  /// - Parameters:
  ///   - bytes: What precedes, what is looked at, and what follows.
  ///   - places: Where the match may begin.
  ///   - startsLine: Whether the first of all bytes is the first of a line.
  ///   - endsLine: Whether the last one is the last.
  /// - Returns: The first match.
  func first(
    in bytes: UnsafeRawBufferPointer, at places: Range<Int>, startsLine: Bool, endsLine: Bool
  ) -> Outcome {
    unsafe pcre2_set_offset_limit_8(context, places.upperBound - 1)
    let options =
      UInt32(PCRE2_NOTEMPTY) | (endsLine ? 0 : UInt32(PCRE2_NOTEOL))
      | (startsLine ? 0 : UInt32(PCRE2_NOTBOL))
    return unsafe match(bytes, from: places.lowerBound, options)
  }

  /// Looks for a match of bytes that has to begin at one place and to end with the bytes.
  func only(in bytes: UnsafeRawBufferPointer, at place: Int) -> Outcome {
    unsafe pcre2_set_offset_limit_8(context, place)
    let options = UInt32(PCRE2_NOTEMPTY) | UInt32(PCRE2_NOTEOL) | UInt32(PCRE2_NOTBOL)
    return unsafe match(bytes, from: place, options)
  }

  private func match(
    _ bytes: UnsafeRawBufferPointer, from place: Int, _ options: UInt32
  ) -> Outcome {
    let subject = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let count = unsafe expression.withCode { code in
      unsafe pcre2_match_8(code, subject, bytes.count, place, options, data, context)
    }
    if count == PCRE2_ERROR_NOMATCH { return .nothing }
    guard count >= 0, let vector = unsafe pcre2_get_ovector_pointer_8(data),
      unsafe vector[0] < vector[1]
    else { return count >= 0 ? .nothing : .tooHard }
    return unsafe .match(from: pcre2_get_startchar_8(data), vector[0]..<vector[1])
  }
}
