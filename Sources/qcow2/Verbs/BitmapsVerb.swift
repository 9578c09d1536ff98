import ArgumentParser
import QCOW2
import SystemPackage

/// `qcow2 bitmaps`: the dirty bitmaps, and what one of them says.
struct BitmapsVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bitmaps", abstract: "List the dirty bitmaps, or show what one says.",
    discussion: "An image called list or show must be given as ./list or ./show.",
    subcommands: [BitmapListVerb.self, BitmapShowVerb.self], defaultSubcommand: BitmapListVerb.self)
}

/// `qcow2 bitmaps IMAGE`: the bitmap directory.
struct BitmapListVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the dirty bitmaps (default).",
    usage: "qcow2 bitmaps [list] [<options>] <image>")

  @OptionGroup var image: ImageArgument
  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let directory = try BitmapDirectory.of(source.open(image.path), image.path)
    try RecordList(.bitmaps).write(
      directory.records, directory.findings, of: image.path, format.output, to: output)
  }
}

/// `qcow2 bitmaps show`: the runs of one bitmap.
struct BitmapShowVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "List the ranges that a bitmap calls dirty or clean.",
    usage: "qcow2 bitmaps show [<options>] <image> <name>",
    discussion: """
      The bits of a bitmap that is in use were not saved: they are shown, and the status is 1.
      """)

  @OptionGroup var image: ImageArgument

  @Argument(help: ArgumentHelp("The bitmap.", valueName: "name"))
  var name: String

  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let disk = try source.open(image.path)
    let records = try BitmapDirectory.of(disk, image.path).records
    guard let record = records.first(where: { $0.name.array == Array(name.utf8) }) else {
      throw Failure(image.path.displayed, "there is no bitmap \"\(escaped(name))\"")
    }
    guard let runs = disk.image.runs(of: record) else {
      throw Failure(image.path.displayed, "the bitmap's directory entry is out of its limits")
    }
    var unknown = 0
    let rows = runs.lazy.prefix { _ in !Interruption.cancellation.isCancelled }.map { run in
      if case .unknown = run.state { unknown += 1 }
      return run
    }
    RowStream(.bitmapRuns, widths: Report<BitmapRun>.bitmapRunWidths).write(
      rows, format.output, to: output)
    if record.isInUse {
      throw Failure(
        image.path.displayed, "the bitmap is in use: it was not saved, do not rely on it")
    }
    if unknown > 0 { throw Failure(image.path.displayed, "not all of its bits can be read") }
  }
}

extension BitmapDirectory {
  fileprivate static func of(
    _ disk: Disk, _ path: FilePath
  ) throws(Failure) -> BitmapDirectory {
    do throws(ImageError) { return try disk.image.bitmaps() } catch { throw Failure(path, error) }
  }
}
