import QCOW2
import SystemPackage
import TestSupport
import Testing

@Suite("Search")
struct SearchTests {
  /// What is typed, and what Perl is asked.
  static let terms: [(typed: String, perl: String, ignoresCase: Bool)] = [
    ("Needle", "Needle", false), ("ti:nEEDLE", "needle", true), ("t:aab", "aab", false),
    ("x:4e 65 65 64", "\\x4eeed", false), ("x:61 ?? 42", "a[\\0-\\xff]B", false),
    ("x:6? ff", "[\\x60-\\x6f]\\xff", false), ("x:00 4e", "\\0N", false),
    ("i:12345", "\\x39\\x30\\0\\0", false), ("i:0x4e65/2be", "Ne", false),
    ("i:-1/1", "\\xff", false), ("w:Ne", "N\\0e\\0", false),
    ("wi:nE\u{e9}", "N\\0e\\0\\xe9\\0", true),
    ("wb:\u{6161}\u{6242}", "aabB", false), ("r:a[bB]+c?", "a[bB]+c?", false),
    ("r:^a.*e$", "^a.*e$", false), ("ri:b(?=c)", "b(?=c)", true), ("r:(?<=ab)c", "(?<=ab)c", false),
    ("r:a\\x00+b", "a\\0+b", false), ("r:\\bNeed", "\\bNeed", false),
    ("r:[^\\x00]+e", "[^\\0]+e", false),
    ("r:\\xff{2,}", "\\xff{2,}", false), ("r:Ne{2}dle\\z", "Needle\\z", false),
  ]

  @Test("finds what Perl finds, both ways", arguments: [512, 65_536], [false, true])
  func findsWhatPerlFinds(clusterSize: Int, compressed: Bool) throws {
    let stack = try Haystack(clusterSize: clusterSize, compressed: compressed)
    var total = 0
    for term in Self.terms {
      let expected = try stack.matches(of: term.perl, ignoresCase: term.ignoresCase)
      let up = stack.found(try SearchTerm(typed: term.typed))
      let isSame = up.matches == expected
      #expect(isSame, "\(term.typed): \(up.matches.count) of \(expected.count)")
      #expect(up.outcome.isComplete && up.outcome.lostBytes == 0)
      total += expected.count
      guard clusterSize > 512 else { continue }
      let down = stack.found(try SearchTerm(typed: term.typed), forward: false)
      let isReversed = down.matches == expected.reversed()
      #expect(isReversed, "\(term.typed) backward: \(down.matches.count) of \(expected.count)")
      #expect(down.outcome.isComplete)
    }
    #expect(total > 10_000)
  }

  @Test func readsNothingOfHoles() throws {
    let stack = try Haystack(clusterSize: 65_536)
    let result = stack.found(try SearchTerm(typed: "r:Needle"))
    let allocated = stack.disk.extents(in: stack.disk.guestRange)
      .reduce(0) { $0 + ($1.kind == .data ? $1.length : 0) }
    #expect(result.outcome.progress.read == allocated)
    #expect(result.outcome.progress.skipped == UInt64(Haystack.size) - allocated)
    #expect(allocated < 1 << 20)
  }

  @Test(
    "a search from a place finds what lies behind it", arguments: [0, 1, 65_532, 65_533, 65_534])
  func begins(at place: UInt64) throws {
    let stack = try Haystack(clusterSize: 65_536)
    let range = GuestOffset(place)..<stack.disk.geometry.end
    for typed in ["Needle", "r:N.*?e\\w+", "r:^a"] {
      let term = try SearchTerm(typed: typed)
      let all = stack.found(term).matches
      let isRest = stack.found(term, in: range).matches == all.filter { $0.start.rawValue >= place }
      #expect(isRest, "\(typed)")
      let before = stack.found(term, forward: false, in: .zero..<GuestOffset(place)).matches
      let isBefore = before == all.filter { $0.start.rawValue < place }.reversed()
      #expect(isBefore, "\(typed)")
    }
  }

  @Test("a match has up to 4096 bytes", arguments: [4094, 4095, 9000])
  func bounds(distance: Int) throws {
    let directory = try TemporaryDirectory()
    var bytes = [UInt8](repeating: 0x78, count: 2 << 20)
    for place in [10, (1 << 20) - 100] {
      bytes[place] = 0x61
      bytes[place + distance] = 0x62
    }
    try write(bytes, to: directory.file("raw"))
    try QEMU.convert(
      directory.file("raw"), to: directory.file("disk.qcow2"), options: ["compat=1.1"])
    let disk = try Disk(FilePath(directory.file("disk.qcow2")))
    var lengths: [Int] = []
    _ = DiskSearch(for: try SearchTerm(typed: "r:ax+b"), on: disk, Cancellation())
      .forward(in: disk.guestRange) {
        lengths.append($0.length)
        return true
      }
    #expect(lengths == (distance < 4096 ? [distance + 1, distance + 1] : []))
  }

  @Test func tellsWhatItCouldNotRead() throws {
    let stack = try Haystack(clusterSize: 65_536)
    let storage = try openStorage(stack.directory.file("disk.qcow2"))
    let whole = try Disk(FilePath(stack.directory.file("disk.qcow2")))
    let host = try #require(whole.segment(at: GuestOffset(3_050_000)).host)
    let faulty = FaultyStorage(storage, bad: [host.rawValue..<host.rawValue + 512])
    let disk = try Image(faulty).alone
    for forward in [true, false] {
      var starts: [UInt64] = []
      let search = DiskSearch(for: try SearchTerm(typed: "aab"), on: disk, Cancellation())
      let found = { (match: SearchMatch) in
        starts.append(match.start.rawValue)
        return true
      }
      let outcome =
        forward
        ? search.forward(in: disk.guestRange, found: found)
        : search.backward(in: disk.guestRange, found: found)
      let cluster: UInt64 = 3_050_000 / 65_536 * 65_536
      #expect(outcome.losses.map(\.range) == [GuestOffset(cluster)..<GuestOffset(cluster + 65_536)])
      #expect(outcome.lostBytes == 65_536)
      #expect(starts.contains { $0 > cluster + 65_536 } && starts.contains { $0 < 70_000 })
      #expect(!starts.contains { $0 + 3 > cluster && $0 < cluster + 65_536 })
    }
  }

  @Test func givesUpWhatTakesTooLong() throws {
    let directory = try TemporaryDirectory()
    try write([UInt8](repeating: 0x61, count: 4096), to: directory.file("raw"))
    try QEMU.convert(
      directory.file("raw"), to: directory.file("disk.qcow2"), options: ["compat=1.1"])
    let disk = try Disk(FilePath(directory.file("disk.qcow2")))
    let cancellation = Cancellation()
    let search = DiskSearch(
      for: try SearchTerm(typed: "r:(?:a|a|aa)+[0-9]"), on: disk, cancellation)
    let outcome = search.forward(in: .zero..<GuestOffset(64)) { _ in true }
    #expect(outcome.lostBytes > 0)
    #expect(outcome.losses.first?.reason == "the expression takes too long")
    cancellation.cancel()
    #expect(!search.forward(in: disk.guestRange) { _ in true }.isComplete)
  }

  @Test(arguments: [
    ("", "there is nothing to look for"), ("x:4", "a byte is two digits"),
    ("x:0g", "\"g\" is neither a hexadecimal digit nor ?"),
    ("i:300/1", "it does not fit into 1 byte"),
    ("i:-129/1", "it does not fit into 1 byte"),
    ("i:1/3", "after / comes 1, 2, 4 or 8, then le or be"),
    ("i:x", "a number is needed, such as 1234, -5 or 0x7f"),
    ("r:a*", "it matches no bytes at all, and so everywhere"),
    ("i:0", "zeros match it, so every hole would; extents lists holes"),
  ])
  func refuses(typed: String, reason: String) {
    #expect(throws: SearchFault(message: reason)) { try SearchTerm(typed: typed) }
  }

  @Test func saysWhereAnExpressionIsWrong() {
    #expect { try SearchTerm(typed: "r:a(b") } throws: {
      ($0 as? SearchFault)?.message.hasPrefix("column 4: ") == true
    }
    #expect(throws: SearchFault.self) { try SearchTerm(typed: "r:(*UTF)a") }
  }

  @Test(arguments: [
    "Needle", "t:x:41", "ti:a", "x:eb ?? 90", "ri:a+", "wb:a", "i:-1/2be", "http://a",
  ])
  func canBeTypedAgain(typed: String) throws {
    #expect(try SearchTerm(typed: typed).typed == typed)
  }
}
