import ArgumentParser
import Glibc
import Options
import QCOW2
import SystemPackage

/// `qcow2 export`: a disk as a raw file.
struct ExportVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Copy a disk or a snapshot to a raw file or a block device.",
    usage: "qcow2 export [<options>] <image> <target>",
    discussion: """
      Holes and zeros stay holes in a file, and are zeroed on a device. An export that was stopped, \
      by ^C, a full disk or a crash, goes on where it was when the same command is given again: \
      TARGET.qcow2-export notes how far it came, and is removed at the end. The image is only read.
      Exit status: 0 done, 1 not everything could be read or written, or --verify found it changed.
      """)

  @OptionGroup var image: ImageArgument

  @Argument(help: "The raw file, or a block device.", completion: .file())
  var target: String

  @OptionGroup var snapshot: SnapshotOption

  @Flag(help: "Overwrite what is there; devices need this.")
  var force = false

  @Flag(help: "Read everything again and compare it.")
  var verify = false

  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    // A file that may not grow is an error of the write, and not the end of the program.
    signal(SIGXFSZ, SIG_IGN)
    let path = RawPath.argument(target)
    let disk = try snapshot.disk(of: source.open(image.path, needsKey: true), image.path)
    let export = try Export(
      disk, snapshot.snapshot, of: image.path, to: path, overwrites: force)
    guard try export.run() else {
      return Complaint.say(
        Failure(path.displayed, "not complete; the same command without --force goes on"))
    }
    if verify { try export.verify() }
    if Interruption.cancellation.isCancelled { return }
    let summary = export.finish(isVerified: verify)
    switch format.output {
    case .human: output.write(summary.line)
    case .json:
      var writer = JSONWriter(output, .indented)
      Report<ExportSummary>.export.writeObject(summary, &writer)
      writer.finish()
    }
  }
}
