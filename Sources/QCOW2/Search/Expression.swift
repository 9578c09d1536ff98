internal import CPCRE2

/// A regular expression over bytes, in the syntax of Perl. `^` and `$` match at the ends of lines,
/// and `.` any byte but a line feed.
@safe package final class Expression: @unchecked Sendable {
  /// The most bytes of a match.
  package static let mostBytes = 4096
  /// The most bytes of the expression itself.
  private static let mostText = 1024

  // Never changes, and PCRE2 allows any number of threads to match with it.
  private let code: OpaquePointer
  /// How many bytes before a match may decide whether it is one.
  let lookbehind: Int

  /// - Parameters:
  ///   - text: The expression.
  ///   - ignoresCase: Whether an ASCII letter stands for its other case too.
  /// - Throws: `SearchFault` where it is none, or matches where nothing is.
  package init(_ text: String, ignoresCase: Bool) throws(SearchFault) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw SearchFault(message: "there is nothing to look for") }
    guard bytes.count <= Self.mostText else {
      throw SearchFault(message: "\(bytes.count) bytes are too many, the limit is \(Self.mostText)")
    }
    var (error, place): (Int32, Int) = (0, 0)
    // NEVER_UTF: in a disk that is no valid text, an expression that asks for UTF would find nothing.
    let options =
      UInt32(PCRE2_MULTILINE) | UInt32(PCRE2_NEVER_UTF) | UInt32(PCRE2_USE_OFFSET_LIMIT)
      | (ignoresCase ? UInt32(PCRE2_CASELESS) : 0)
    let made = unsafe pcre2_compile_8(bytes, bytes.count, options, &error, &place, nil)
    guard let code = unsafe made else {
      throw SearchFault(message: "column \(place + 1): \(Self.message(error))")
    }
    unsafe self.code = code
    var (matchesNothing, most): (UInt32, UInt32) = (0, 0)
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_MATCHEMPTY), &matchesNothing)
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_MAXLOOKBEHIND), &most)
    lookbehind = max(1, Int(most))
    guard matchesNothing == 0 else {
      throw SearchFault(message: "it matches no bytes at all, and so everywhere")
    }
    // Without the compiler the interpreter matches, only slower.
    unsafe pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
  }

  deinit { unsafe pcre2_code_free_8(code) }

  func withCode<Result>(_ body: (OpaquePointer) -> Result) -> Result { unsafe body(code) }

  private static func message(_ error: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = unsafe pcre2_get_error_message_8(error, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, Int(count))), as: UTF8.self)
  }
}
