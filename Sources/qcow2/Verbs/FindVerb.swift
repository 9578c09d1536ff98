import ArgumentParser
import Glibc
import QCOW2
import SystemPackage

/// `qcow2 find`: where a disk holds some bytes.
struct FindVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "Find bytes or text on a disk.",
    usage: "qcow2 find [<options>] (--hex <digits> | --text <text> | ...) <image>",
    discussion: """
      Lists where each match begins on the disk and in the file. Of matches that overlap, the first \
      counts. Holes are not read, but matches may reach into them. Expressions are those of Perl \
      over bytes, and match at most 4096 of them.
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

  @Option(help: ArgumentHelp("Find what a regular expression matches.", valueName: "expression"))
  var regex: String?

  @Option(help: ArgumentHelp("Find this text in UTF-16, little-endian.", valueName: "text"))
  var utf16: String?

  @Option(
    name: .customLong("utf16be"),
    help: ArgumentHelp("Find this text in UTF-16, big-endian.", valueName: "text"))
  var utf16BigEndian: String?

  @Option(
    help: ArgumentHelp(
      "Find a number of 1, 2, 4 or 8 bytes: 1234/4le, -1/2be, 0xff/8le.", valueName: "number"))
  var int: String?

  @Flag(help: "Take ASCII letters of a text or an expression for both cases.")
  var ignoreCase = false

  @Option(help: ArgumentHelp("Stop after this many matches.", valueName: "number"))
  var maxCount: Int?

  @OptionGroup var range: RangeOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func validate() throws {
    _ = try term()
    if let maxCount, maxCount < 1 { throw ValidationError("--max-count is 1 or more.") }
  }

  private func term() throws -> SearchTerm {
    let given: [(option: String, form: SearchTerm.Form, body: String?)] = [
      ("--hex", .hex, hex), ("--text", .text, text), ("--regex", .expression, regex),
      ("--utf16", .utf16, utf16), ("--utf16be", .utf16BigEndian, utf16BigEndian),
      ("--int", .integer, int),
    ]
    let terms = given.filter { $0.body != nil }
    guard terms.count == 1, let term = terms.first, let body = term.body else {
      throw ValidationError(
        "One of \(given.map(\.option).joined(separator: ", ")) is needed, and one only.")
    }
    if ignoreCase, !term.form.hasCase {
      throw ValidationError("--ignore-case does not go with \(term.option).")
    }
    do throws(SearchFault) {
      return try SearchTerm(term.form, body, ignoresCase: ignoreCase)
    } catch {
      throw ValidationError("\(term.option): \(error.message).")
    }
  }

  func answer(to output: Output) throws(Failure) {
    let whole = try source.open(image.path, needsKey: true)
    let disk = try range.disk.disk(of: whole, image.path)
    let range = try range.range(on: disk)
    var rows = RowStream(.hits, widths: Report<SearchHit>.hitWidths)
      .writer(format.output, to: output)
    let outcome = try search(disk, range) { match, progress in
      rows.add(SearchHit(match, on: disk))
      if isatty(STDOUT_FILENO) == 1 {
        progress.clear()
        output.flush()
      }
      return output.failure == nil && rows.count != maxCount
    }
    rows.finish()
    try tell(outcome)
    if rows.count == 0 { throw .verdict(1) }
  }

  /// Finds matches until `found` wants no more.
  private func search(
    _ disk: Disk, _ range: Range<GuestOffset>, found: (SearchMatch, Progress) -> Bool
  ) throws(Failure) -> DiskSearch.Outcome {
    let progress = Progress()
    defer { progress.clear() }
    let term: SearchTerm
    do { term = try self.term() } catch { throw Failure(image.path, error) }
    let search = DiskSearch(for: term, on: disk, Interruption.cancellation)
    let total = progress.isVisible ? search.byteCount(of: range) : 0
    return search.forward(
      in: range, progress: { progress.tell("find", $0.read, of: total) },
      found: { found($0, progress) })
  }

  /// Says what could not be looked at.
  private func tell(_ outcome: DiskSearch.Outcome) throws(Failure) {
    guard outcome.lostBytes > 0 else { return }
    for loss in outcome.losses.prefix(Self.mostComplaints) {
      let count = loss.range.upperBound - loss.range.lowerBound
      Complaint.say(
        Failure(
          image.path.displayed,
          "guest \(loss.range.lowerBound) + \(counted(count, "byte")): not searched: \(loss.reason)"
        ))
    }
    let rest = outcome.losses.count - Self.mostComplaints
    guard rest > 0 else { throw .verdict(2) }
    throw Failure(
      image.path.displayed,
      "\(counted(rest, "more range was", "more ranges were")) not searched; "
        + "\(counted(outcome.lostBytes, "byte")) in all")
  }

  private static let mostComplaints = 20
}
