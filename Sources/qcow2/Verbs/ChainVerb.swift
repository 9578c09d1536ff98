import ArgumentParser
import QCOW2
import SystemPackage

/// `qcow2 chain`: the files that a disk is made of.
struct ChainVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "chain", abstract: "List the image and the files below it, open or not.",
    discussion: "The status is 1 where a file is not open that the disk needs.")

  @OptionGroup var image: ImageArgument
  @OptionGroup var format: FormatOptions
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let disk = try source.open(image.path)
    let rows = disk.layers.enumerated().map { (depth: $0.offset, layer: $0.element) }
    try RecordList(.chain).write(
      rows, disk.findings, of: image.path, format.output, to: output)
  }
}
