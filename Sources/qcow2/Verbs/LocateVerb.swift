import ArgumentParser
import QCOW2
import SystemPackage

/// `qcow2 locate`: the way of a guest offset through the tables.
struct LocateVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "locate", abstract: "Follow a guest offset through the tables to its bytes.",
    usage: "qcow2 locate [<options>] <image> <expr>",
    discussion: "guest > L1 entry > L2 entry with its flags > host offset, layer by layer.")

  @OptionGroup var image: ImageArgument

  @Argument(help: ArgumentHelp("The guest offset.", valueName: "expr"))
  var offset: String

  @OptionGroup var snapshot: SnapshotOption
  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let disk = try snapshot.disk(of: source.open(image.path), image.path)
    let guest = try Address.guest(offset, "offset", on: disk)
    switch format.output {
    case .human:
      let hops = Ribbon(disk.translations(of: guest), disk).hops(fitting: .max)
      output.write(Self.wrapped(hops, output.paint))
    case .json:
      RowStream(.steps, widths: [:]).write(
        LayerStep.steps(of: guest, on: disk), .json, to: output)
    }
  }

  /// The hops in lines of 80 columns, and longer hops in several.
  private static func wrapped(_ hops: [Ribbon.Hop], _ paint: Paint) -> String {
    let indent = "      "
    var text = ""
    var width = 0
    for hop in hops {
      let isLineFull = width > 0 && width + 3 + hop.text.count > screenColumns
      let start = isLineFull ? "\n  > " : width > 0 ? " > " : ""
      let place = isLineFull ? 4 : width + start.count
      let parts = pieces(
        of: hop.text, first: screenColumns - place, rest: screenColumns - indent.count)
      text += start + parts.map { paint($0, hop.tone) }.joined(separator: "\n" + indent)
      width = (parts.count > 1 ? indent.count : place) + (parts.last?.count ?? 0)
    }
    return text + "\n"
  }
}
