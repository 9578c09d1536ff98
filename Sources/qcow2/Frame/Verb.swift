import ArgumentParser
import Glibc
import QCOW2
import SystemPackage

/// Why a verb ends with another status than 0; `subject` is the file it is about.
struct Failure: Error {
  let subject: String
  /// The sentence for the user; empty where the answer says it.
  let message: String
  /// The program's exit status.
  var status: Int32 = 1

  init(_ subject: String, _ message: String) {
    self.subject = subject
    self.message = message
  }

  /// An answer that is whole and not good.
  static func verdict(_ status: Int32) -> Failure {
    var verdict = Failure("", "")
    verdict.status = status
    return verdict
  }

  /// Whether it is such an answer.
  var isVerdict: Bool { message.isEmpty }

  init(_ image: FilePath, _ error: any Error) {
    self.init(image.displayed, "\(error)")
  }
}

/// One of the program's verbs: declares its arguments and writes its answer.
protocol Verb: ParsableCommand {
  /// The exit status where something failed; 1 where a verb does not say anything else with that.
  static var errorStatus: Int32 { get }

  /// Answers.
  ///
  /// - Parameter output: Where the answer goes.
  /// - Throws: `Failure` where it is not the whole one.
  func answer(to output: Output) throws(Failure)
}

extension Verb {
  static var errorStatus: Int32 { 1 }

  func run() throws {
    Interruption.begin()
    let output = Output(.standardOutput)
    var failure: Failure?
    do throws(Failure) { try answer(to: output) } catch { failure = error }
    output.flush()
    if output.failure == .brokenPipe { Interruption.end(by: SIGPIPE) }
    if let reason = output.failure, failure?.isVerdict != false {
      failure = Failure("standard output", "\(reason)")
    }
    if let failure, !failure.isVerdict { Complaint.say(failure) }
    if Interruption.cancellation.isCancelled { Interruption.end(by: SIGINT) }
    guard let failure else { return }
    throw ExitCode(failure.isVerdict ? failure.status : max(failure.status, Self.errorStatus))
  }
}

/// Sentences for the user, beside the answer.
enum Complaint {
  /// Says why the answer is not the whole one.
  static func say(_ failure: Failure) {
    let line = "qcow2: \(failure.subject): \(failure.message)\n"
    _ = try? FileDescriptor.standardError.writeAll(line.utf8)
  }
}
