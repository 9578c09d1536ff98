import ArgumentParser
import Options
import QCOW2
import SystemPackage

/// `qcow2 info`: what `qemu-img info` tells.
struct InfoVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: PlainVerb.info.rawValue,
    abstract: "Say what images are: sizes, features, names, snapshots.",
    usage: "qcow2 info [<options>] <image> ...",
    discussion: """
      The JSON of one image is that of `qemu-img info`. That of several is one line each, in their \
      order; an image that cannot be opened has the members filename and error and does not keep \
      the rest from being told.
      """)

  @OptionGroup var fleet: Fleet

  @Flag(help: "Tell of the files below each image too.")
  var backingChain = false

  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    try InfoAnswer(
      images: fleet.images, format: format.output, backingChain: backingChain,
      source: source.source
    ).write(to: output)
  }
}

/// The answer of `qcow2 info`.
struct InfoAnswer {
  let images: [String]
  let format: OutputFormat
  var backingChain = false
  var source = Source()

  func write(to output: Output) throws(Failure) {
    try Fleet.answer(for: images, format, to: output) { path, layout throws(Failure) in
      let disk = try source.open(path)
      let layers = backingChain ? disk.layers.indices : 0..<1
      let open = layers.filter { !disk.layers[$0].isClosed }
      switch format {
      case .json: try writeJSON(path, disk, open, JSONWriter(output, layout))
      case .human:
        for depth in open {
          if depth > 0 { output.write("\n") }
          output.write(try text(path, disk, depth))
        }
      }
      if backingChain, let finding = disk.obstacles.first {
        throw Failure(path.displayed, finding.message)
      }
    }
  }

  private func writeJSON(
    _ path: FilePath, _ disk: Disk, _ depths: [Int], _ writer: JSONWriter
  ) throws(Failure) {
    var writer = writer
    do throws(ImageError) {
      if backingChain {
        try writer.array { writer throws(ImageError) in
          for depth in depths { try QEMUInfo(disk, depth: depth).write(&writer) }
        }
      } else {
        try QEMUInfo(disk, depth: 0).write(&writer)
      }
      writer.finish()
    } catch {
      throw Failure(path, error)
    }
  }

  private func text(_ path: FilePath, _ disk: Disk, _ depth: Int) throws(Failure) -> String {
    do throws(ImageError) {
      return try InfoText(disk, depth: depth).text
    } catch {
      throw Failure(path, error)
    }
  }
}
