import QCOW2
import TestSupport
import Testing

/// Compressed data that does not decode loses its own cluster and nothing else.
@Suite struct CompressedDamageTests {
  /// What is done to the file, given where the stream of the victim begins.
  enum Harm: CaseIterable, Sendable {
    case firstByte, cut
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let options: [String]
    let harm: Harm
    var testDescription: String { "\(options) \(harm)" }
  }

  static let cases = Harm.allCases.flatMap { harm in
    [
      ["cluster_size=64k"], ["cluster_size=64k", "compression_type=zstd"], ["cluster_size=4k"],
      ["cluster_size=16k", "extended_l2=on", "compression_type=zstd"],
      ["cluster_size=512", "compat=0.10"],
    ].map { Case(options: $0, harm: harm) }
  }

  @Test(arguments: cases) func exactlyOneClusterIsLost(_ one: Case) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    // The disk ends within its last cluster.
    try QEMU.create(path, size: "\(260 << 10)", options: one.options)
    let steps = ["write -P 1 0 64k", "write -c -P 2 64k 128k", "write -c -P 3 192k \(68 << 10)"]
    try QEMU.io(path, steps)
    let whole = try QEMU.guestBytes(of: path)
    let sound = try Image(openStorage(path))
    let size = Int(sound.geometry.clusterSize)
    let streams = stride(from: 64 << 10, to: whole.count, by: size).compactMap { start in
      if case .compressed(let stream) = sound.mapping(at: GuestOffset(UInt64(start))) {
        (start, stream)
      } else {
        nil
      }
    }
    // QEMU compresses clusters side by side, so the last of the disk need not be that of the file.
    let (victim, stream) = try #require(
      one.harm == .cut ? streams.max { $0.1.host < $1.1.host } : streams.last)
    let file = try harmed(path, one.harm, at: Int(stream.host.rawValue))
    let image = try Image(openStorage(path))
    let lost = victim..<min(victim + size, whole.count)
    for start in stride(from: 0, to: whole.count, by: size) where start != victim {
      let count = min(size, whole.count - start)
      let found = try image.read(at: GuestOffset(UInt64(start)), count: count)
      #expect(firstDifference(found, from: whole, at: start) == nil)
    }
    for place in [lost.lowerBound, lost.lowerBound + 100, lost.upperBound - 1] {
      let error = #expect(throws: ImageError.self) {
        try image.read(at: GuestOffset(UInt64(place)), count: 1)
      }
      let end = min(Int(stream.host.rawValue + stream.maximumLength), file)
      expect(error, lost, stream.host.rawValue..<UInt64(end), isCut: one.harm == .cut)
    }
    #expect(try !QEMU.canRead(path, at: UInt64(victim), count: 512))
  }

  /// QEMU fills up a stream that the end of the file cuts with zeros. Those decode to something, so it
  /// returns bytes that were never written; here the cluster is lost.
  @Test func aStreamThatTheFileCutsIsNotFilledUp() throws {
    let directory = try TemporaryDirectory()
    let raw = directory.file("raw")
    var generator = SplitMix64(seed: 11)
    let content = (0..<65_536).map { _ in UInt8.random(in: 0..<20, using: &generator) }
    try TestSupport.write(content, to: raw)
    let path = directory.file("image.qcow2")
    try QEMU.convert(raw, to: path, options: ["cluster_size=64k"], compressed: true)
    let sound = try Image(openStorage(path))
    #expect(try sound.read(at: .zero, count: content.count) == content)
    guard case .compressed(let stream) = sound.mapping(at: .zero) else {
      Issue.record("the cluster is not compressed")
      return
    }
    try truncate(path, to: stream.host.rawValue + stream.maximumLength / 2)
    let theirs = try QEMU.guestBytes(of: path)
    #expect(theirs != content && theirs.prefix(10_000) == content.prefix(10_000))
    let error = #expect(throws: ImageError.self) {
      try Image(openStorage(path)).read(at: .zero, count: 1)
    }
    #expect(error?.finding.lost == .zero..<GuestOffset(65_536))
  }

  /// Returns the length of the file that is left.
  private func harmed(_ path: String, _ harm: Harm, at host: Int) throws -> Int {
    var bytes = try ImageBytes(contentsOf: path)
    switch harm {
    // A kind of block that deflate does not have, and no frame of zstd.
    case .firstByte: bytes.store([0x07], at: host)
    case .cut: bytes.bytes.removeSubrange((host + 4)...)
    }
    try write(bytes.bytes, to: path)
    return bytes.bytes.count
  }

  private func expect(
    _ error: ImageError?, _ lost: Range<Int>, _ host: Range<UInt64>, isCut: Bool
  ) {
    guard case .undecodable(let reason, let foundHost, let foundLost)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let range = GuestOffset(UInt64(lost.lowerBound))..<GuestOffset(UInt64(lost.upperBound))
    #expect(foundLost == range)
    #expect(foundHost == HostOffset(host.lowerBound)..<HostOffset(host.upperBound))
    if isCut { #expect(reason.hasSuffix("the file ends 4 bytes into it")) }
    #expect(error?.finding.lost == range)
    #expect(error?.finding.code == "compressed-data")
    #expect(error?.finding.message.contains("\(range.lowerBound)..") == true)
  }
}
