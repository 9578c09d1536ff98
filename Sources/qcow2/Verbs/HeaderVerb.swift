import ArgumentParser
import QCOW2
import SystemPackage

/// `qcow2 header`: everything the header cluster says, also of images that cannot be opened.
struct HeaderVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "header",
    abstract: "Show the header: fields, feature bits, extensions and broken rules.",
    usage: "qcow2 header [<options>] <image>",
    discussion: "Works on images that are too broken to be opened.")

  @OptionGroup var image: ImageArgument
  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let inspection: Inspection
    do throws(ImageError) {
      let storage = try FileStorage(image.path)
      WriterWarning.look(at: storage)
      inspection = try Inspection(storage)
    } catch {
      throw Failure(image.path, error)
    }
    let document = HeaderDocument(inspection)
    switch format.output {
    case .human: document.writeText(to: output)
    case .json:
      var writer = JSONWriter(output, .indented)
      document.write(&writer)
      writer.finish()
    }
  }
}
