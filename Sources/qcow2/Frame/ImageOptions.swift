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

  /// Opens an image with its chain.
  ///
  /// - Parameters:
  ///   - path: The image.
  ///   - needsKey: Whether guest data is going to be read, so that a pass phrase is worth asking for.
  /// - Returns: The disk; closed layers are not a failure yet. Who writes to it, and what was guessed,
  ///   is said.
  /// - Throws: `Failure` where the image itself cannot be opened.
  func open(_ path: FilePath, needsKey: Bool = false) throws(Failure) -> Disk {
    do {
      let disk = try Disk(
        path, gate: gate.gate(for: path), secret: try key.secret(of: path, asks: needsKey))
      WriterWarning.look(at: disk)
      for doubt in disk.doubts { Complaint.warn(Failure(path.displayed, doubt.message)) }
      return disk
    } catch {
      throw Failure(path, error)
    }
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
