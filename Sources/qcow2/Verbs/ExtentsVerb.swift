import ArgumentParser
import QCOW2
import SystemPackage

/// `qcow2 extents`: the maximal runs of one kind.
struct ExtentsVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "extents",
    abstract: "List the runs of a disk with their kinds, host offsets and layers.",
    usage: "qcow2 extents [<options>] <image>",
    discussion: """
      A run is as long as its kind, its layer and its place in the file go on. What is broken is a \
      run of its own with the reason, as long as that goes on; the status is 1 then.
      """)

  @OptionGroup var image: ImageArgument
  @OptionGroup var range: RangeOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let whole = try source.open(image.path)
    let disk = try range.disk.disk(of: whole, image.path)
    var damaged = 0
    let extents = disk.extents(
      in: try range.range(on: disk), cancellation: Interruption.cancellation)
    let rows = ExtentRow.rows(of: extents).lazy.map { row in
      if row.extent.kind == .damaged { damaged += 1 }
      return row
    }
    RowStream(.extents, widths: Report<ExtentRow>.extentWidths).write(
      rows, format.output, to: output)
    guard damaged > 0 else { return }
    throw Failure(image.path.displayed, "\(counted(damaged, "run is", "runs are")) damaged")
  }
}
