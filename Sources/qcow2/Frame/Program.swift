import Glibc
import QCOW2
import SystemPackage

/// The frame of every answer.
enum Program {
  /// Has an answer written to the standard output, and says what is wrong with it on the standard error.
  ///
  /// - Parameters:
  ///   - color: When text is coloured.
  ///   - errorStatus: The least exit status where something failed.
  ///   - answer: Writes the answer.
  /// - Returns: The exit status.
  static func run(
    _ color: ColorChoice, errorStatus: Int32, _ answer: (Output) throws(Failure) -> Void
  ) -> Int32 {
    Interruption.begin()
    Complaint.color = color
    let output = Output(.standardOutput, color.paint(on: STDOUT_FILENO))
    var failure: Failure?
    do throws(Failure) { try answer(output) } catch { failure = error }
    output.flush()
    if output.failure == .brokenPipe { Interruption.end(by: SIGPIPE) }
    if let reason = output.failure, failure?.isVerdict != false {
      failure = Failure("standard output", "\(reason)")
    }
    if let failure, !failure.isVerdict { Complaint.say(failure) }
    if Interruption.cancellation.isCancelled {
      Complaint.warn(Failure("interrupted", "the answer may not be the whole one"))
      Interruption.end(by: SIGINT)
    }
    guard let failure else { return 0 }
    return failure.isVerdict ? failure.status : max(failure.status, errorStatus)
  }
}
