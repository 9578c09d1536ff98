import ArgumentParser
import Glibc
import Options

@main
enum Main {
  static func main() {
    if let status = PlainCall(CommandLine.arguments.dropFirst())?.run() { exit(status) }
    Qcow2.main()
  }
}

/// Answers questions about qcow2 disk images.
struct Qcow2: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qcow2",
    abstract: "Answer questions about qcow2 disk images.",
    discussion: """
      Images are only ever read. One that another program writes to is named on the standard \
      error; what it has not flushed cannot be told. Offsets and lengths: 0x1f000, 64k, 2048s (sectors), 16c \
      (clusters), 50%, $-512 (from the end), p1 (partition), L1[0].L2[3] (table entry), and sums \
      of these. Numbers in JSON are exact.
      Exit status: 0 done, 1 something could not be read or told, 64 wrong arguments. An \
      interrupted verb ends by the signal, and its JSON is left open.
      """,
    version: Release.version,
    subcommands: [
      InfoVerb.self, HeaderVerb.self, MapVerb.self, ExtentsVerb.self, LocateVerb.self,
      SnapshotsVerb.self, BitmapsVerb.self, VolumesVerb.self, ChainVerb.self, CheckVerb.self,
      SpaceVerb.self,
      OwnerVerb.self, ReadVerb.self, HashVerb.self, FindVerb.self, CompareVerb.self,
      ExportVerb.self, SchemaVerb.self,
    ])
}
