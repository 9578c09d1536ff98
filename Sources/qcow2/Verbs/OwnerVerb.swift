import ArgumentParser
import Options
import QCOW2
import SystemPackage

/// `qcow2 owner`: who needs a cluster of the file.
struct OwnerVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "owner", abstract: "Say who refers to the cluster at a host offset.",
    usage: "qcow2 owner [<options>] <image> <expr>",
    discussion: """
      The disk and every snapshot, tables, bitmaps: each reference with the guest offset and the \
      place of its entry. `locate` goes the other way. Of an image that another program writes to, \
      marked live, what is told may be over.
      Exit status: 0 done, 1 the image could not be read.
      """)

  @OptionGroup var image: ImageArgument

  @Argument(help: ArgumentHelp("The host offset, with or without h: before it.", valueName: "expr"))
  var offset: String

  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let check = try CheckOptions.check(image.path, limits: CheckLimits())
    let host = try host(check.geometry)
    let ownership: Ownership
    do throws(ImageError) {
      ownership = try check.ownership(of: host, cancellation: Interruption.cancellation)
    } catch .cancelled {
      return
    } catch {
      throw Failure(image.path, error)
    }
    let document = OwnerDocument(ownership, check)
    switch format.output {
    case .human: document.writeText(to: output)
    case .json:
      var writer = JSONWriter(output, .indented)
      document.write(&writer)
      writer.finish()
    }
  }

  private func host(_ geometry: Geometry) throws(Failure) -> HostOffset {
    let prefix = offset.hasPrefix("h:") ? "" : "h:"
    let context = AddressContext(geometry: geometry, cursor: .zero, partitions: [:])
    do throws(AddressError) {
      if case .host(let host) = try AddressParser.parse(prefix + offset, context) { return host }
    } catch {
      throw Failure(
        "offset \(escaped(offset))", "column \(error.column + 1 - prefix.count): \(error.message)")
    }
    throw Failure("offset \(escaped(offset))", "a host offset is wanted here")
  }
}
