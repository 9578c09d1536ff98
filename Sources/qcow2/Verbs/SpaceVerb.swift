import ArgumentParser
import Options
import QCOW2
import SystemPackage

/// `qcow2 space`: why a file is as large as it is.
struct SpaceVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "space",
    abstract: "Say where the bytes of images go and what would give them back.",
    usage: "qcow2 space [<options>] <image> ...",
    discussion: """
      The sizes of all owners add up to the length of the file. What a remedy gives back becomes \
      free in the file, to be used for new data, unless the file gets shorter. The numbers of an \
      image that another program writes to, marked live, need not fit each other.
      Exit status: 0 done, 1 an image could not be read.
      """)

  @OptionGroup var fleet: Fleet

  @Flag(help: "Tell how scattered the disk lies over the file.")
  var fragments = false

  @Flag(help: "Read all data and look for clusters that hold zeros only.")
  var zeros = false

  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup(title: "Work") var options: CheckOptions
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    try fleet.answer(format.output, to: output) { path, layout throws(Failure) in
      guard let document = try document(path) else { return }
      switch format.output {
      case .human: document.writeText(to: output)
      case .json:
        var writer = JSONWriter(output, layout)
        document.write(&writer)
        writer.finish()
      }
    }
  }

  /// What is to be told; nil where ^C came first.
  private func document(_ path: FilePath) throws(Failure) -> SpaceDocument? {
    let check = try CheckOptions.check(path, limits: options.limits)
    let disk: Disk? = zeros ? try source.open(path, needsKey: true) : nil
    let progress = Progress(.steps)
    defer { progress.clear() }
    do throws(ImageError) {
      let stop = Interruption.cancellation
      let report = try check.run(cancellation: stop) {
        progress.tell($0.phase.rawValue, $0.done, of: $0.total)
      }
      guard let ledger = report.ledger else { return nil }
      var document = SpaceDocument(path.string, report, ledger)
      if fragments {
        document.fragmentation =
          try Fragmentation(check, cancellation: stop) { progress.tell("pieces", $0, of: $1) }
      }
      if let disk {
        document.zeros = try ZeroScan(disk.image, cancellation: stop) {
          progress.tell("zeros", $0, of: $1)
        }
      }
      return document
    } catch .cancelled {
      return nil
    } catch {
      throw Failure(path, error)
    }
  }
}
