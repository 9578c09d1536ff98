import ArgumentParser
import Options
import QCOW2
import SystemPackage

/// What every verb takes about the files it opens.
struct SourceOptions: ParsableArguments {
  @OptionGroup(title: "Other files")
  var gate: GateOptions

  @OptionGroup(title: "Encryption")
  var key: KeyOptions

  /// The same for those who know no options.
  var source: Source { Source(gate: gate.gate(for:), secret: key.secret(of:asks:)) }

  /// Opens an image with its chain, as `Source.open` does.
  func open(_ path: FilePath, needsKey: Bool = false) throws(Failure) -> Disk {
    try source.open(path, needsKey: needsKey)
  }
}

/// The one image that most verbs are about.
struct ImageArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The image.", valueName: "image"), completion: .file())
  var name: String

  /// The path, byte for byte as it was given.
  var path: FilePath { RawPath.argument(name) }
}

/// How the answer is written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case human, json
}

/// How a verb's answer is written.
struct FormatOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How to write the answer.", valueName: "format"))
  var output = OutputFormat.human
}
