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
    do {
      let digest = try Digest(.sha256)
      try unsafe ReadAhead(disk, range).forEach { part, bytes in
        if let bytes = unsafe bytes {
          unsafe digest.update(bytes)
          progress.tell("hash", part.upperBound - range.lowerBound, of: count)
        } else {
          digest.updateZeros(part.upperBound - part.lowerBound) { done in
            progress.tell("hash", part.lowerBound + done - range.lowerBound, of: count)
          }
        }
      }
      return Interruption.cancellation.isCancelled ? nil : digest.finish()
    } catch ReadAhead.Fault.image(let error) {
      throw Failure(image.path, error)
    } catch {
      throw Failure(image.path, error)
    }
  }
}

extension Digest {
  /// Adds zeros to the message until ^C is typed.
  ///
  /// - Parameters:
  ///   - count: Their number.
  ///   - progress: Told how many were added.
  fileprivate func updateZeros(_ count: UInt64, progress: (UInt64) -> Void) {
    // Few enough to stay in the processor's first cache.
    let zeros = [UInt8](repeating: 0, count: 16 << 10)
    var done: UInt64 = 0
    while done < count, !Interruption.cancellation.isCancelled {
      let part = Int(min(UInt64(zeros.count), count - done))
      unsafe zeros.withUnsafeBytes { unsafe update(.init(rebasing: $0[..<part])) }
      done += UInt64(part)
      if done % (1 << 24) == 0 { progress(done) }
    }
  }
}
