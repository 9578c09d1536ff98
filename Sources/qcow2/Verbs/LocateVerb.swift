import ArgumentParser
import QCOW2
import SystemPackage

/// `qcow2 locate`: the way of a guest offset through the tables.
struct LocateVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "locate", abstract: "Follow a guest offset through the tables to its bytes.",
    discussion: "guest > L1 entry > L2 entry with its flags > host offset, layer by layer.")

  @OptionGroup var image: ImageArgument

  @Argument(help: ArgumentHelp("The guest offset.", valueName: "expr"))
  var offset: String

  @OptionGroup var snapshot: SnapshotOption
  @OptionGroup var format: FormatOptions
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let disk = try snapshot.disk(of: source.open(image.path), image.path)
    let guest = try Address.guest(offset, "offset", on: disk)
    switch format.output {
    case .human:
      let hops = Ribbon(disk.translations(of: guest), disk).hops(fitting: .max)
      output.write(Self.wrapped(hops.map(\.text)))
    case .json:
      RowStream(.steps, widths: [:]).write(
        LayerStep.steps(of: guest, on: disk), .json, to: output)
    }
  }

  /// The hops in lines of 80 columns, or of one hop where that is longer.
  private static func wrapped(_ hops: [String]) -> String {
    var lines: [String] = []
    for hop in hops {
      if let last = lines.last, last.count + hop.count + 3 <= 80 {
        lines[lines.count - 1] = "\(last) > \(hop)"
      } else {
        lines.append(lines.isEmpty ? hop : "  > \(hop)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
