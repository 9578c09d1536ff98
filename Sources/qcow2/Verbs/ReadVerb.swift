import ArgumentParser
import Glibc
import QCOW2
import SystemPackage

/// `qcow2 read`: guest bytes.
struct ReadVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "Write guest bytes to the standard output.",
    usage: "qcow2 read [<options>] <image>",
    discussion: """
      What cannot be read ends the output and names the place, unless --zero-unreadable is given. \
      Bytes go to a terminal as a dump only. With --vm-state, --at and --count count within the \
      saved machine state.
      """)

  @OptionGroup var image: ImageArgument
  @OptionGroup var range: RangeOptions

  @Flag(help: "Write a dump as hexdump -C does.")
  var hex = false

  @Flag(help: "Write zeros for what cannot be read, say where, and end with status 1.")
  var zeroUnreadable = false

  @Flag(help: "Read the machine state that was saved with the snapshot, not its disk.")
  var vmState = false

  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func validate() throws {
    if vmState, range.disk.snapshot == nil {
      throw ValidationError("--vm-state needs --snapshot.")
    }
  }

  func answer(to output: Output) throws(Failure) {
    guard hex || isatty(STDOUT_FILENO) == 0 else {
      throw Failure("standard output", "is a terminal; --hex shows bytes on one")
    }
    let whole = try source.open(image.path, needsKey: true)
    let (disk, range, origin) = try subject(whole)
    let reader = DiskReader(disk, zeroesUnreadable: zeroUnreadable)
    do throws(ImageError) {
      if hex {
        try dump(range, of: disk, from: origin, reader, to: output)
      } else {
        try copy(range, of: disk, reader, to: output)
      }
    } catch {
      throw Failure(image.path, error)
    }
    try tell(reader.losses)
  }

  /// What is read, and where on the disk the offsets of a dump begin.
  private func subject(
    _ whole: Disk
  ) throws(Failure) -> (disk: Disk, range: Range<GuestOffset>, origin: GuestOffset) {
    guard vmState else {
      let disk = try range.disk.disk(of: whole, image.path)
      return (disk, try range.range(on: disk), .zero)
    }
    let (disk, state) = try range.disk.vmState(of: whole, image.path)
    return (disk, try range.range(of: state, on: disk), state.lowerBound)
  }

  private func copy(
    _ range: Range<GuestOffset>, of disk: Disk, _ reader: DiskReader, to output: Output
  ) throws(ImageError) {
    // What others write is looked up right before it is read; what is lost is told in order.
    guard !zeroUnreadable, !disk.files.contains(where: { $0.hasWriter() == true }) else {
      for stretch in Stretches(range) {
        if output.failure != nil || Interruption.cancellation.isCancelled { return }
        try unsafe reader.read(stretch) { bytes in unsafe output.write(bytes) }
      }
      return
    }
    do throws(ReadAhead.Fault<Failure>) {
      try unsafe ReadAhead(disk, range, Interruption.cancellation).forEach {
        part, bytes throws(Failure) in
        if let bytes = unsafe bytes {
          unsafe output.write(bytes)
        } else {
          output.writeZeros(part.upperBound - part.lowerBound)
        }
        if let failure = output.failure { throw Failure("standard output", "\(failure)") }
      }
    } catch {
      // A failed output is told by whoever asked for it.
      if case .image(let error) = error { throw error }
    }
  }

  private func dump(
    _ range: Range<GuestOffset>, of disk: Disk, from origin: GuestOffset, _ reader: DiskReader,
    to output: Output
  ) throws(ImageError) {
    var dump = HexDump(at: GuestOffset(range.lowerBound - origin), to: output)
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
        "guest \(loss.range.lowerBound) + \(counted(count, "byte")): zeros were written: \(loss.reason)"
      )
    }
    for failure in failures.dropLast() { Complaint.say(failure) }
    if let last = failures.last { throw last }
  }
}

extension Output {
  /// Many, so that few calls write them, and made once.
  private static let zeros = [UInt8](repeating: 0, count: 1 << 20)

  /// Writes zeros until ^C is typed or nobody takes them any more.
  fileprivate func writeZeros(_ count: UInt64) {
    var rest = count
    while rest > 0, failure == nil, !Interruption.cancellation.isCancelled {
      let part = Int(min(UInt64(Self.zeros.count), rest))
      unsafe Self.zeros.withUnsafeBytes { unsafe write(.init(rebasing: $0[..<part])) }
      rest -= UInt64(part)
    }
  }
}
