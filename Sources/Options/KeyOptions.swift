package import ArgumentParser
package import QCOW2
package import SystemPackage

/// Where the pass phrase of an encrypted image comes from; never from the argument list, which every
/// user of the machine can read.
package struct KeyOptions: ParsableArguments {
  @Option(
    name: .customLong("key-file"),
    help: ArgumentHelp(
      "Take the pass phrase of an encrypted image from this file, byte for byte.",
      valueName: "file"), completion: .file())
  package var keyFile: String?

  @Option(
    name: .customLong("key-fd"),
    help: ArgumentHelp(
      "Take it from this open descriptor, up to its end.", valueName: "number"))
  package var keyDescriptor: Int32?

  package init() {}

  package func validate() throws {
    if keyFile != nil, keyDescriptor != nil {
      throw ValidationError("--key-file excludes --key-fd.")
    }
  }

  /// What names a file that has it, as words of a command line.
  package var words: [String] { keyFile.map { ["--key-file", $0] } ?? [] }

  /// The pass phrase of an image, or nil where there is none.
  ///
  /// - Parameters:
  ///   - image: The image; nil for one that is not in a file.
  ///   - asks: Whether to ask on the terminal where no option names one and guest data is encrypted.
  /// - Returns: The pass phrase; without one the structures can be browsed.
  /// - Throws: What reading the file or the descriptor throws.
  package func secret(of image: FilePath?, asks: Bool) throws -> Secret? {
    if let keyFile { return try Secret(file: FilePath(keyFile)) }
    if let keyDescriptor {
      return try Secret(readingFrom: FileDescriptor(rawValue: keyDescriptor))
    }
    guard asks, let image, let storage = try? FileStorage(image),
      let method = try? Inspection(storage).header[.cryptMethod], (1...2).contains(method)
    else { return nil }
    return PassPhrasePrompt.ask("Pass phrase of \(storage.name) (Enter for none): ")
  }
}
