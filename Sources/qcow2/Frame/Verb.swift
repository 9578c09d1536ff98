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

  /// When text is coloured.
  var color: ColorOption { get }

  /// Answers.
  ///
  /// - Parameter output: Where the answer goes.
  /// - Throws: `Failure` where it is not the whole one.
  func answer(to output: Output) throws(Failure)
}

extension Verb {
  static var errorStatus: Int32 { 1 }

  func run() throws {
    let status = Program.run(color.color, errorStatus: Self.errorStatus) {
      output throws(Failure) in try answer(to: output)
    }
    guard status == 0 else { throw ExitCode(status) }
  }
}
