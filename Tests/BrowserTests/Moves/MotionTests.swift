import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Jumps to the next and the previous region of a kind, judged by `qemu-img map`.
@Suite struct MotionTests {
  static let kinds: [(String, Set<ExtentKind>)] = [
    ("d", [.data]), ("h", [.unallocated]), ("z", [.zeroPlain, .zeroAllocated]),
    ("c", [.compressed]),
  ]
  static let options = [
    ["cluster_size=65536"], ["cluster_size=512"], ["extended_l2=on", "cluster_size=65536"],
  ]

  @Test func thePatternHasEveryKind() throws {
    for options in Self.options {
      let kinds = Set(try Pattern(options: options).regions.map(\.kind))
      #expect(kinds == Set(ExtentKind.allCases).subtracting([.damaged, .missing]), "\(options)")
    }
  }

  @Test(arguments: options)
  func walkingForwardsVisitsEveryRegion(options: [String]) throws {
    let pattern = try Pattern(options: options)
    let pilot = try Pilot(pattern)
    for (letter, kinds) in Self.kinds {
      try pilot.press("g g")
      // The region that the cursor is in does not count.
      let expected = pattern.regions(where: kinds.contains).map(\.start).filter { $0 > 0 }
      #expect(try walk(pilot, "] \(letter)") == expected, "]\(letter)")
      #expect(pilot.message.hasPrefix("no more "), "\(pilot.message)")
    }
    try pilot.press("g g")
    #expect(try walk(pilot, "}") == pattern.regions.map(\.start).filter { $0 > 0 })
  }

  @Test(arguments: options)
  func walkingBackwardsVisitsEveryRegion(options: [String]) throws {
    let pattern = try Pattern(options: options)
    let pilot = try Pilot(pattern)
    for (letter, kinds) in Self.kinds {
      try pilot.press("G")
      let expected = pattern.regions(where: kinds.contains).map(\.start).reversed()
      #expect(try walk(pilot, "[ \(letter)") == Array(expected), "[\(letter)")
      #expect(pilot.message.hasPrefix("no earlier "), "\(pilot.message)")
    }
    try pilot.press("G")
    #expect(try walk(pilot, "{") == pattern.regions.map(\.start).reversed())
  }

  /// Where a key leads until it leads nowhere.
  private func walk(_ pilot: Pilot, _ keys: String) throws -> [UInt64] {
    var places: [UInt64] = []
    while places.count < 1000 {
      let before = pilot.cursor
      try pilot.press(keys)
      if pilot.cursor == before { break }
      places.append(pilot.cursor)
    }
    return places
  }

  @Test func theMessageSaysWhatWasSkipped() throws {
    let pilot = try Pilot(Pattern())
    try pilot.press("] d")
    #expect(
      pilot.message == "data at 0x30000, 128 KiB long, skipped 128 KiB hole and 64 KiB data")
    try pilot.press("] z")
    #expect(
      pilot.message == "zeros at 0x100000, 256 KiB long, "
        + "skipped 576 KiB hole, 128 KiB data and 128 KiB compressed")
    try pilot.press("] c")
    #expect(pilot.message.hasPrefix("no more compressed data after 0x100000, skipped"))
    try pilot.press("[ c")
    #expect(pilot.message == "compressed data at 0x80000, 128 KiB long, skipped 384 KiB hole")
    try pilot.press("}")
    #expect(pilot.message == "hole at 0xa0000, 384 KiB long, skipped 128 KiB compressed")
    try pilot.press("] !")
    #expect(pilot.message.hasPrefix("no more damage after 0xa0000"))
  }

  @Test func repeatingAndReversing() throws {
    let pilot = try Pilot(Pattern())
    try pilot.press(";")
    #expect(pilot.message == "nothing to repeat yet: ]d goes to the next data")
    try pilot.press("] d")
    #expect(pilot.cursor == 0x30000)
    try pilot.press(";")
    #expect(pilot.cursor == 0x210000)
    try pilot.press(", ,")
    #expect(pilot.cursor == 0)
    // The direction of `;` is still the first one.
    try pilot.press(";")
    #expect(pilot.cursor == 0x30000)
    try pilot.press("[ h")
    #expect(pilot.cursor == 0x10000)
    try pilot.press(",")
    #expect(pilot.cursor == 0x50000)
  }

  @Test func aJumpFromTheMiddleOfARegionGoesToItsStart() throws {
    let pilot = try Pilot(Pattern())
    try pilot.go(to: "0x31234")
    try pilot.press("[ d")
    #expect(pilot.cursor == 0x30000)
    try pilot.go(to: "0x31234")
    try pilot.press("{")
    #expect(pilot.cursor == 0x30000)
  }
}
