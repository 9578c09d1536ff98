import ArgumentParser
import Glibc
import QCOW2
import SystemPackage

/// `qcow2 find`: where a disk holds some bytes.
struct FindVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "Find bytes or text on a disk.",
    usage: "qcow2 find [<options>] (--hex <digits> | --text <text>) <image>",
    discussion: """
      Lists where each match begins on the disk and in the file. Of matches that overlap, the first \
      counts. Holes are not read, but matches may reach into them.
      Exit status: 0 found, 1 not found, 2 not everything could be read.
      """)

  static let errorStatus: Int32 = 2

  @OptionGroup var image: ImageArgument

  @Option(
    help: ArgumentHelp(
      "Find bytes in hexadecimal digits, of which ? is any: 'eb ?? 90'.", valueName: "digits"))
  var hex: String?

  @Option(help: "Find this text.")
  var text: String?

  @Flag(help: "Take ASCII letters of --text for both cases.")
  var ignoreCase = false

  @Option(help: ArgumentHelp("Stop after this many matches.", valueName: "number"))
  var maxCount: Int?

  @OptionGroup var range: RangeOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func validate() throws {
    _ = try pattern()
    if let maxCount, maxCount < 1 { throw ValidationError("--max-count is 1 or more.") }
    if ignoreCase, text == nil { throw ValidationError("--ignore-case goes with --text.") }
  }

  private func pattern() throws -> BytePattern {
    do throws(BytePattern.Fault) {
      switch (hex, text) {
      case (let hex?, nil): return try BytePattern(hex: hex)
      case (nil, let text?):
        return try BytePattern(text: Array(text.utf8), ignoresCase: ignoreCase)
      default: break
      }
    } catch {
      throw ValidationError("\(hex == nil ? "--text" : "--hex"): \(error.message).")
    }
    throw ValidationError("One of --hex and --text is needed.")
  }

  func answer(to output: Output) throws(Failure) {
    let whole = try source.open(image.path, needsKey: true)
    let disk = try range.disk.disk(of: whole, image.path)
    let range = try range.range(on: disk)
    var rows = RowStream(.hits, widths: Report<SearchHit>.hitWidths)
      .writer(format.output, to: output)
    try search(disk, range) { offset, progress in
      rows.add(SearchHit(at: offset, on: disk))
      if isatty(STDOUT_FILENO) == 1 {
        progress.clear()
        output.flush()
      }
      return output.failure == nil && rows.count != maxCount
    }
    rows.finish()
    if rows.count == 0 { throw .verdict(1) }
  }

  /// Finds matches until `found` wants no more.
  private func search(
    _ disk: Disk, _ range: Range<GuestOffset>, found: (GuestOffset, Progress) -> Bool
  ) throws(Failure) {
    let progress = Progress()
    defer { progress.clear() }
    let reader = ReadAhead(disk, range)
    let total = progress.isVisible ? reader.byteCount : 0
    var done: UInt64 = 0
    var isEnough = false
    do {
      var search = PatternSearch(for: try pattern(), at: range.lowerBound)
      try unsafe reader.forEach { part, bytes throws(Failure) in
        if let bytes = unsafe bytes {
          isEnough = unsafe !search.add(bytes) { found($0, progress) }
          done += UInt64(bytes.count)
          progress.tell("find", done, of: total)
        } else {
          isEnough = !search.addZeros(part.upperBound - part.lowerBound) { found($0, progress) }
        }
        if isEnough { throw .verdict(0) }
      }
    } catch ReadAhead.Fault.body {
      // It was enough.
    } catch ReadAhead.Fault.image(let error) {
      throw Failure(image.path, error)
    } catch {
      throw Failure(image.path, error)
    }
  }
}
