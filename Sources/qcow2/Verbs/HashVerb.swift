import ArgumentParser
import QCOW2
import SystemPackage

/// `qcow2 hash`: the SHA-256 of guest bytes.
struct HashVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "hash", abstract: "Print the SHA-256 of a disk, a snapshot or a range.",
    usage: "qcow2 hash [<options>] <image>",
    discussion: """
      The line is that of sha256sum for the same bytes in a raw file, with the name of the image. \
      Holes are not read, but zeros take their time to hash.
      Exit status: 0 done, 1 the range cannot be read whole.
      """)

  @OptionGroup var image: ImageArgument
  @OptionGroup var range: RangeOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let whole = try source.open(image.path, needsKey: true)
    let disk = try range.disk.disk(of: whole, image.path)
    let range = try range.range(on: disk)
    guard let digest = try digest(of: disk, range) else { return }
    let hash = GuestHash(name: image.path, range: range, digest: digest)
    switch format.output {
    case .human: output.write(hash.line)
    case .json:
      var writer = JSONWriter(output, .indented)
      Report<GuestHash>.hash.writeObject(hash, &writer)
      writer.finish()
    }
  }

  /// The digest, or nil after ^C.
  private func digest(of disk: Disk, _ range: Range<GuestOffset>) throws(Failure) -> String? {
    let progress = Progress()
    defer { progress.clear() }
    let count = range.upperBound - range.lowerBound
    do throws(DigestFault) {
      return try disk.digest(of: range, Interruption.cancellation) { done in
        progress.tell("hash", done, of: count)
      }
    } catch {
      switch error {
      case .image(let error): throw Failure(image.path, error)
      case .library(let error): throw Failure(image.path, error)
      }
    }
  }
}
