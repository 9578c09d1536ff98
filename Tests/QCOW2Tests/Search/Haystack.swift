import QCOW2
import SystemPackage
import TestSupport

/// A disk with text, noise and holes, and the same bytes as a raw file.
struct Haystack {
  let directory: TemporaryDirectory
  let raw: String
  let disk: Disk

  static let size = 5 << 20

  init(clusterSize: Int, compressed: Bool = false) throws {
    directory = try TemporaryDirectory()
    raw = directory.file("raw")
    let path = directory.file("disk.qcow2")
    try write(Self.bytes, to: raw)
    try QEMU.convert(
      raw, to: path, options: ["cluster_size=\(clusterSize)"], compressed: compressed)
    disk = try Disk(FilePath(path))
  }

  /// Few letters, so that much almost matches, with needles at the seams of every unit.
  private static var bytes: [UInt8] {
    var generator = SplitMix64(seed: 5)
    var bytes = [UInt8](repeating: 0, count: size)
    let letters = Array("aabBcn\n\u{1}e".utf8) + [0, 0xff]
    for range in [0..<70_000, 983_040..<1_114_112, 3_000_000..<3_100_000] {
      for place in range {
        bytes[place] = letters[Int(generator.next() % UInt64(letters.count))]
      }
    }
    let needles = [Array("Needle".utf8), [0x39, 0x30, 0, 0], Array("N\0e\0\u{e9}\0".utf8)]
    for (index, place) in [65_533, 511, (1 << 20) - 3, 2 << 20, size - 6, 0].enumerated() {
      let needle = needles[index % needles.count]
      bytes.replaceSubrange(place..<place + needle.count, with: needle)
    }
    return bytes
  }

  /// What Perl finds in the raw file.
  func matches(of expression: String, ignoresCase: Bool = false) throws -> [SearchMatch] {
    let modifiers = ignoresCase ? "gmi" : "gm"
    let script =
      "binmode STDIN; $_ = <STDIN>; while (/\(expression)/\(modifiers)) { ($s, $n) = ($-[0], "
      + "$+[0] - $-[0]); print qq($s $n\\n) if substr($_, $s, $n) =~ /[^\\0]/ }"
    let answer = try succeed("bash", ["-c", "exec perl -0777 -e \"$0\" < \"$1\"", script, raw])
    return answer.split(separator: "\n").compactMap { line in
      let numbers = line.split(separator: " ").compactMap { UInt64($0) }
      return numbers.count == 2
        ? SearchMatch(start: GuestOffset(numbers[0]), length: Int(numbers[1])) : nil
    }
  }

  /// What the search finds, upwards or downwards.
  func found(
    _ term: SearchTerm, forward: Bool = true, in range: Range<GuestOffset>? = nil
  ) -> (matches: [SearchMatch], outcome: DiskSearch.Outcome) {
    var matches: [SearchMatch] = []
    let search = DiskSearch(for: term, on: disk, Cancellation())
    let range = range ?? disk.guestRange
    let found = { (match: SearchMatch) in
      matches.append(match)
      return true
    }
    let outcome =
      forward ? search.forward(in: range, found: found) : search.backward(in: range, found: found)
    return (matches, outcome)
  }
}
