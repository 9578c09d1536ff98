import ArgumentParser
import QCOW2
import SystemPackage

/// Where the pass phrase of an encrypted image comes from; never from the argument list, which every
/// user of the machine can read.
struct KeyOptions: ParsableArguments {
  @Option(
    name: .customLong("key-file"),
    help: ArgumentHelp(
      "Take the pass phrase of an encrypted image from this file, byte for byte.",
      valueName: "file"), completion: .file())
  var keyFile: String?

  @Option(
    name: .customLong("key-fd"),
    help: ArgumentHelp(
      "Take it from this open descriptor, up to its end.", valueName: "number"))
  var keyDescriptor: Int32?

  func validate() throws {
    if keyFile != nil, keyDescriptor != nil {
      throw ValidationError("--key-file excludes --key-fd.")
    }
  }

  /// The pass phrase, or nil where no option names one.
  func secret() throws -> Secret? {
    if let keyFile { return try Secret(file: FilePath(keyFile)) }
    return try keyDescriptor.map { try Secret(readingFrom: FileDescriptor(rawValue: $0)) }
  }
}
