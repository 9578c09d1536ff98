import ArgumentParser
import QCOW2
import SystemPackage

/// `qcow2 snapshots`: the table of internal snapshots.
struct SnapshotsVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "snapshots", abstract: "List the internal snapshots.",
    usage: "qcow2 snapshots [<options>] <image>")

  @OptionGroup var image: ImageArgument
  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let disk = try source.open(image.path)
    let table: SnapshotTable
    do throws(ImageError) {
      table = try disk.image.snapshots()
    } catch {
      throw Failure(image.path, error)
    }
    try RecordList(.snapshots).write(
      table.records, table.findings, of: image.path, format.output, to: output)
  }
}
