package import ArgumentParser
package import QCOW2
package import SystemPackage

/// Which files may be opened because an image names them.
package struct GateOptions: ParsableArguments {
  @Option(
    name: .customLong("allow-path"),
    help: ArgumentHelp(
      "Also open backing and data files under this folder; may be repeated.", valueName: "dir"),
    completion: .directory)
  package var allowedPaths: [String] = []

  @Flag(help: "Open whatever files the images name, devices too.")
  package var trustChain = false

  @Flag(help: "Open no other file at all.")
  package var noBacking = false

  package init() {}

  package func validate() throws {
    if noBacking, trustChain || !allowedPaths.isEmpty {
      throw ValidationError("--no-backing excludes --trust-chain and --allow-path.")
    }
  }

  /// The same as words of a command line.
  package var words: [String] {
    allowedPaths.flatMap { ["--allow-path", $0] } + (trustChain ? ["--trust-chain"] : [])
      + (noBacking ? ["--no-backing"] : [])
  }

  /// The gate for the chain of the image at `path`: its own folder, unless told otherwise.
  package func gate(for path: FilePath) -> any OpenGate {
    if noBacking { return ClosedGate(reason: "--no-backing was given") }
    if trustChain { return TrustingGate() }
    return FolderGate(folders: allowedPaths.map { FilePath($0) }, ownFolderOf: path)
  }
}
