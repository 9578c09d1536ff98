import ArgumentParser
import QCOW2
import SystemPackage

/// `qcow2 volumes`: what the guest has on a disk.
struct VolumesVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "volumes",
    abstract: "List the partitions of a disk with what lies in each.",
    usage: "qcow2 volumes [<options>] <image>",
    discussion: """
      File systems, LVM, LUKS, RAID and swap are told by their signatures; sizes are those of \
      their own superblocks. A disk without a table is one volume. What is broken in a table is \
      listed below it.
      Exit status: 0 done, 1 something that would tell cannot be read.
      """)

  @OptionGroup var image: ImageArgument
  @OptionGroup var snapshot: SnapshotOption
  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let whole = try source.open(image.path, needsKey: true)
    let disk = try snapshot.disk(of: whole, image.path)
    guard let list = disk.volumes(cancellation: Interruption.cancellation) else { return }
    let document = VolumesDocument(image.path.string, list)
    switch format.output {
    case .human: document.writeText(to: output)
    case .json:
      var writer = JSONWriter(output, .indented)
      document.write(&writer)
      writer.finish()
    }
    guard !list.isComplete else { return }
    throw Failure(image.path.displayed, "not all that would tell can be read")
  }
}
