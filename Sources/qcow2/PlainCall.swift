import Options
import QCOW2

/// `qcow2 VERB [--output=FORMAT] IMAGE…` of the verbs that scripts call most, understood without the
/// parser of arguments: that takes 1.5 ms to look at the types it parses, longer than all of `info` and
/// as long as the check of 4 GiB. What has another form is the parser's, and so is every mistake.
struct PlainCall {
  private let verb: PlainVerb
  private var images: [String] = []
  private var format = OutputFormat.human

  /// Nil where the parser is needed.
  ///
  /// - Parameter arguments: Those of the program.
  init?(_ arguments: ArraySlice<String>) {
    guard let verb = arguments.first.flatMap(PlainVerb.init) else { return nil }
    self.verb = verb
    let option = "--output="
    for argument in arguments.dropFirst() {
      if argument.hasPrefix(option) {
        guard let named = OutputFormat(rawValue: String(argument.dropFirst(option.count))) else {
          return nil
        }
        format = named
      } else {
        guard !argument.hasPrefix("-") else { return nil }
        images.append(argument)
      }
    }
    guard !images.isEmpty, images.count == 1 || verb != .map else { return nil }
  }

  /// Answers.
  ///
  /// - Returns: The exit status.
  func run() -> Int32 {
    Program.run(.auto, errorStatus: 1) { output throws(Failure) in try answer(to: output) }
  }

  private func answer(to output: Output) throws(Failure) {
    switch verb {
    case .check: try CheckAnswer(images: images, format: format).write(to: output)
    case .info: try InfoAnswer(images: images, format: format).write(to: output)
    case .map:
      let path = RawPath.argument(images[0])
      let disk = try Source().open(path)
      try MapAnswer(path: path, format: format, disk: disk, range: disk.guestRange)
        .write(to: output)
    }
  }
}
