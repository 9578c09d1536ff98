import ArgumentParser
import Options
import QCOW2
import SystemPackage

/// `qcow2 compare`: where two disks differ.
struct CompareVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "List where two images, snapshots, layers or raw files differ.",
    usage: "qcow2 compare [<options>] <a> [<b>]",
    discussion: """
      Compares what guests read, sector by sector. What the tables show to be the same is not read: \
      holes, and ranges that both disks have from the same place of the same file. A disk that is \
      shorter goes on as zeros, unless --strict is given. Files are taken for qcow2 images; raw ones \
      need `-f raw` (the first) or `-F raw` (the second).
      Exit status, as that of `qemu-img compare`: 0 the same, 1 different, 2 not everything could \
      be read.
      """)

  static let errorStatus: Int32 = 2

  @Argument(help: ArgumentHelp("The first image.", valueName: "a"), completion: .file())
  var first: String

  @Argument(
    help: ArgumentHelp("The second image; the first one unless given.", valueName: "b"),
    completion: .file())
  var second: String?

  @OptionGroup var sides: SideOptions

  @Flag(help: "Sizes, and kinds of ranges as `qcow2 extents` tells them, must be the same too.")
  var strict = false

  @Flag(help: "Print nothing, and stop at the first difference.")
  var quiet = false

  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func validate() throws {
    if second == nil, sides.takesRaw {
      throw ValidationError("A raw file is one disk; a second file is needed.")
    }
    if second == nil, sides.areSame {
      throw ValidationError("A second image is needed, or --snapshot-a, --layer-a and the like.")
    }
    if second != nil, source.key.keyDescriptor != nil {
      throw ValidationError("--key-fd can be read for one image only; use --key-file.")
    }
  }

  func answer(to output: Output) throws(Failure) {
    let paths = (RawPath.argument(first), RawPath.argument(second ?? first))
    let one = try sides.openFirst(paths.0, source)
    let other = second == nil ? one : try sides.openSecond(paths.1, source)
    let disks = (try sides.first(of: one, paths.0), try sides.second(of: other, paths.1))
    if !quiet { tellSizes(disks) }
    var rows = RowStream(.differences, widths: Report<Range<GuestOffset>>.differenceWidths)
      .writer(format.output, to: output)
    var isSame = true
    let progress = Progress()
    var comparison = DiskComparison(
      disks.0, disks.1, isStrict: strict, Interruption.cancellation)
    let total = progress.isVisible ? comparison.byteCount : 0
    do throws(DiskComparison.Fault) {
      defer { progress.clear() }
      try comparison.run(progress: { progress.tell("compare", $0, of: total) }) { range in
        isSame = false
        if !quiet { rows.add(range) }
        return !quiet && output.failure == nil
      }
    } catch {
      switch error {
      case .first(let error): throw Failure(paths.0, error)
      case .second(let error): throw Failure(paths.1, error)
      }
    }
    if !quiet { rows.finish() }
    if strict, disks.0.geometry.end != disks.1.geometry.end { isSame = false }
    if !isSame { throw .verdict(1) }
    let isTold = !quiet && format.output == .human && !Interruption.cancellation.isCancelled
    if isTold { output.write(output.paint("Images are identical.", .good) + "\n") }
  }

  private func tellSizes(_ disks: (Disk, Disk)) {
    let sizes = (disks.0.geometry.virtualSize, disks.1.geometry.virtualSize)
    guard sizes.0 != sizes.1 else { return }
    Complaint.warn(
      Failure(
        RawPath.argument(second ?? first).displayed,
        "the disk has \(sizes.1) bytes, the first one \(sizes.0)"))
  }
}
