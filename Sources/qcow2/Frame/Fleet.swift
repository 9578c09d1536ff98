import ArgumentParser
import Options
import QCOW2
import SystemPackage

/// The images of a verb that answers for several, one after the other. In JSON each takes a line of
/// its own; a bad one has the members filename and error and does not keep the rest from their turn.
struct Fleet: ParsableArguments {
  @Argument(help: ArgumentHelp("The images.", valueName: "image"), completion: .file())
  var images: [String]

  /// Answers for each image.
  ///
  /// - Parameters:
  ///   - format: How the answer is written.
  ///   - output: Where it goes.
  ///   - tell: Answers for one; `Failure.verdict` where the answer is whole and not good.
  /// - Throws: `Failure` with the worst status of all; 1 is worse than others, then the lowest.
  func answer(
    _ format: OutputFormat, to output: Output,
    _ tell: (FilePath, JSONWriter.Layout) throws(Failure) -> Void
  ) throws(Failure) {
    try Self.answer(for: images, format, to: output, tell)
  }

  /// The same for images that are named otherwise.
  static func answer(
    for images: [String], _ format: OutputFormat, to output: Output,
    _ tell: (FilePath, JSONWriter.Layout) throws(Failure) -> Void
  ) throws(Failure) {
    var worst: Failure?
    // A bad image has no part in the answer for people, so that nothing is to be kept apart from it.
    var isBelowAnother = false
    for name in images {
      if Interruption.cancellation.isCancelled { break }
      if isBelowAnother, format == .human { output.write("\n") }
      isBelowAnother = true
      do throws(Failure) {
        try tell(RawPath.argument(name), images.count == 1 ? .indented : .line)
      } catch {
        isBelowAnother = error.isVerdict
        // What was told before stands above the complaint, where both go to one terminal.
        output.flush()
        if format == .json, images.count > 1, !error.message.isEmpty {
          writeError(name, error, to: output)
        }
        if !error.message.isEmpty { Complaint.say(error) }
        if worst.map({ error.status < $0.status }) ?? true { worst = error }
      }
      if output.failure != nil { break }
    }
    if let worst { throw Failure.verdict(worst.status) }
  }

  private static func writeError(_ name: String, _ error: Failure, to output: Output) {
    var writer = JSONWriter(output, .line)
    writer.object { writer in
      writer.member("filename", name)
      writer.member("error", error.message)
    }
    writer.finish()
  }
}
