import ArgumentParser
import Glibc
import QCOW2
import SystemPackage

/// `qcow2 read`: guest bytes.
struct ReadVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "Write guest bytes to the standard output.",
    discussion: """
      What cannot be read ends the output and names the place, unless --zero-unreadable is given. \
      Bytes go to a terminal as a dump only.
      """)

  @OptionGroup var image: ImageArgument
  @OptionGroup var range: RangeOptions

  @Flag(help: "Write a dump as hexdump -C does.")
  var hex = false

  @Flag(help: "Write zeros for what cannot be read, say where, and end with status 1.")
  var zeroUnreadable = false

  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    guard hex || isatty(STDOUT_FILENO) == 0 else {
      throw Failure("standard output", "is a terminal; --hex shows bytes on one")
    }
    let whole = try source.open(image.path, needsKey: true)
    let disk = try range.disk.disk(of: whole, image.path)
    let range = try range.range(on: disk)
    let reader = DiskReader(disk, zeroesUnreadable: zeroUnreadable)
    do throws(ImageError) {
      if hex {
        try dump(range, of: disk, reader, to: output)
      } else {
        try copy(range, reader, to: output)
      }
    } catch {
      throw Failure(image.path, error)
    }
    try tell(reader.losses)
  }

  private func copy(
    _ range: Range<GuestOffset>, _ reader: DiskReader, to output: Output
  ) throws(ImageError) {
    for stretch in Stretches(range) {
      if output.failure != nil || Interruption.cancellation.isCancelled { return }
      try unsafe reader.read(stretch) { bytes in unsafe output.write(bytes) }
    }
  }

  private func dump(
    _ range: Range<GuestOffset>, of disk: Disk, _ reader: DiskReader, to output: Output
  ) throws(ImageError) {
    var dump = HexDump(at: range.lowerBound, to: output)
    for extent in disk.extents(in: range, cancellation: Interruption.cancellation) {
      var rest = extent.range
      if [.unallocated, .zeroPlain, .zeroAllocated].contains(extent.kind) {
        // Read a little all the same: there are images of which not even holes may be.
        let start = rest.lowerBound..<min(rest.upperBound, rest.lowerBound + 512)
        try unsafe reader.read(start) { bytes in unsafe dump.add(bytes) }
        dump.addZeros(rest.upperBound - start.upperBound)
        rest = rest.upperBound..<rest.upperBound
      }
      for stretch in Stretches(rest) {
        if output.failure != nil || Interruption.cancellation.isCancelled { return }
        try unsafe reader.read(stretch) { bytes in unsafe dump.add(bytes) }
      }
    }
    if !Interruption.cancellation.isCancelled { dump.finish() }
  }

  private func tell(_ losses: [DiskReader.Loss]) throws(Failure) {
    let failures = losses.map { loss in
      let count = loss.range.upperBound - loss.range.lowerBound
      return Failure(
        image.path.displayed,
        "guest \(loss.range.lowerBound) + \(count) bytes: zeros were written: \(loss.reason)")
    }
    for failure in failures.dropLast() { Complaint.say(failure) }
    if let last = failures.last { throw last }
  }
}
