import ArgumentParser
import QCOW2
import SystemPackage

/// `qcow2 chain`: the files that a disk is made of.
struct ChainVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "chain", abstract: "List the image and the files below it, open or not.",
    usage: "qcow2 chain [<options>] <image>",
    discussion: """
      Data files come after their images. A format that is not stored above is guessed; QEMU would \
      guess too, perhaps otherwise. The status is 1 where a file is not open that the disk needs.
      """)

  @OptionGroup var image: ImageArgument
  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let disk = try source.open(image.path)
    try RecordList(.chain).write(
      ChainRow.rows(of: disk), disk.obstacles, of: image.path, format.output, to: output)
  }
}
