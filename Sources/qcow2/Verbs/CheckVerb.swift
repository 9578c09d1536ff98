import ArgumentParser
import Options
import QCOW2
import SystemPackage

/// `qcow2 check`: whether images are sound.
struct CheckVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: PlainVerb.check.rawValue,
    abstract: "Check the consistency of images; change nothing.",
    usage: "qcow2 check [<options>] <image> ...",
    discussion: """
      Counts what `qemu-img check` counts, with its JSON members, and lists what that passes over. \
      Like findings are grouped by cause and table, each with the guest ranges it touches.
      Exit status: 0 sound, 1 not everything could be looked at, 2 corrupt, 3 leaked clusters \
      alone. Corruption that only this program finds counts as 2 too, in unseen-corruptions. \
      Of an image that another program writes to, marked live, findings need not be real.
      """)

  @OptionGroup var fleet: Fleet
  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup(title: "Work") var options: CheckOptions
  // Every verb takes these; a check opens nothing but the image and needs no key.
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    try CheckAnswer(images: fleet.images, format: format.output, limits: options.limits)
      .write(to: output)
  }
}

/// The answer of `qcow2 check`.
struct CheckAnswer {
  let images: [String]
  let format: OutputFormat
  var limits = CheckLimits()

  func write(to output: Output) throws(Failure) {
    try Fleet.answer(for: images, format, to: output) { path, layout throws(Failure) in
      let check = try CheckOptions.check(path, limits: limits)
      let report: CheckReport
      let progress = Progress(.steps)
      do throws(ImageError) {
        defer { progress.clear() }
        report = try check.run(cancellation: Interruption.cancellation) {
          progress.tell($0.phase.rawValue, $0.done, of: $0.total)
        }
      } catch {
        throw Failure(path, error)
      }
      let document = CheckDocument(path.string, report)
      switch format {
      case .human:
        output.write(CheckText(report).text(of: path.displayed, output.paint))
      case .json:
        var writer = JSONWriter(output, layout)
        document.write(&writer)
        writer.finish()
      }
      if document.status != 0 { throw Failure.verdict(document.status) }
    }
  }
}
