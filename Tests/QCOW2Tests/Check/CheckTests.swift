import QCOW2
import TestSupport
import Testing

@Suite("The check agrees with qemu-img check")
struct CheckTests {
  @Test(arguments: CheckSubject.all)
  func soundImages(_ subject: CheckSubject) throws {
    let directory = try TemporaryDirectory()
    let path = try subject.make(in: directory)
    let report = try checked(path)
    #expect(try CheckVerdict(report) == CheckVerdict(qemuOn: path))
    #expect(report.isComplete)
    let wrong = report.groups.filter { $0.problem.rule.effect != .note }
    #expect(wrong.isEmpty, "\(wrong.map(\.message))")
  }

  @Test("Mutations give the same counts", arguments: CheckSubject.all)
  func mutations(_ subject: CheckSubject) throws {
    let directory = try TemporaryDirectory()
    let path = try subject.make(in: directory)
    let original = try ImageBytes(contentsOf: path)
    for seed in 100..<UInt64(140) {
      var generator = SplitMix64(seed: seed)
      var image = original
      var log: [String] = []
      for _ in 0...Int.random(in: 0..<3, using: &generator) {
        log.append(mutate(&image, &generator))
      }
      let spoilt = directory.file("spoilt.qcow2")
      try write(image.bytes, to: spoilt)
      let expected = try CheckVerdict(qemuOn: spoilt)
      guard let report = try? checked(spoilt) else {
        #expect(expected == nil, "seed \(seed): \(log)")
        continue
      }
      guard let expected else { continue }
      #expect(
        CheckVerdict(report) == expected,
        "seed \(seed): \(log) \(report.groups.map { "\($0.problem) x\($0.count) \($0.message)" })")
    }
  }
}

/// Changes one entry or field; says which.
func mutate(_ image: inout ImageBytes, _ generator: inout SplitMix64) -> String {
  let isExtended = image.number(at: 4, width: 4) >= 3 && image.number(at: 72, width: 8) & 16 != 0
  let entrySize = isExtended ? 16 : 8
  let value = hostileEntry(image, &generator)
  switch Int.random(in: 0..<100, using: &generator) {
  case 0..<45:
    // An L2 entry that is in use, of the active disk.
    let l1 = (0..<Int(image.number(at: 36, width: 4))).filter {
      image.l2Table($0) != 0 && image.l2Table($0) + image.clusterSize <= image.bytes.count
    }
    guard let table = l1.randomElement(using: &generator) else { return "nothing" }
    let used = (0..<image.clusterSize / entrySize).filter {
      image.number(at: image.l2Entry(table, $0, size: entrySize), width: 8) != 0
    }
    let index =
      Bool.random(using: &generator)
      ? used.randomElement(using: &generator) ?? 0
      : Int.random(in: 0..<image.clusterSize / entrySize, using: &generator)
    var at = image.l2Entry(table, index, size: entrySize)
    if isExtended, Bool.random(using: &generator) { at += 8 }
    let old = image.number(at: at, width: 8)
    let new =
      Bool.random(using: &generator)
      ? value : old ^ 1 << UInt64.random(in: 0..<64, using: &generator)
    image.store(new, at: at, width: 8)
    return "L2[\(table)][\(index)] at \(at): \(hex(old)) -> \(hex(new))"
  case 45..<60:
    let index = Int.random(in: 0..<max(1, Int(image.number(at: 36, width: 4))), using: &generator)
    let at = image.l1Entry(index)
    let old = image.number(at: at, width: 8)
    let new =
      Bool.random(using: &generator)
      ? value : old ^ 1 << UInt64.random(in: 0..<64, using: &generator)
    image.store(new, at: at, width: 8)
    return "L1[\(index)]: \(hex(old)) -> \(hex(new))"
  case 60..<70:
    let table = Int(image.number(at: 48, width: 8))
    let old = image.number(at: table, width: 8)
    let at = table + Int.random(in: 0..<3, using: &generator) * 8
    let new =
      Bool.random(using: &generator)
      ? value : old ^ 1 << UInt64.random(in: 0..<64, using: &generator)
    image.store(new, at: at, width: 8)
    return "reftable at \(at): -> \(hex(new))"
  case 70..<85:
    let block = Int(
      image.number(at: Int(image.number(at: 48, width: 8)), width: 8) & 0x00ff_ffff_ffff_fe00)
    guard block > 0, block < image.bytes.count else { return "nothing" }
    let at = block + Int.random(in: 0..<min(image.clusterSize, 512), using: &generator)
    image.bytes[min(at, image.bytes.count - 1)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    return "refblock at \(at)"
  case 85..<92:
    let table = Int(image.number(at: 64, width: 8))
    guard table > 0 else { return "nothing" }
    let at = table + Int.random(in: 0..<48, using: &generator)
    guard at < image.bytes.count else { return "nothing" }
    image.bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    return "snapshot table + \(at - table)"
  case 92..<96:
    let count = Int.random(in: image.bytes.count / 2..<image.bytes.count, using: &generator)
    image.bytes.removeLast(image.bytes.count - count)
    return "cut to \(count)"
  default:
    let at = Int.random(in: 0..<image.bytes.count, using: &generator)
    image.bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    return "byte \(at)"
  }
}

/// An entry as a damaged image may have it.
private func hostileEntry(_ image: ImageBytes, _ generator: inout SplitMix64) -> UInt64 {
  let clusters = UInt64(image.bytes.count / image.clusterSize)
  let cluster = UInt64.random(in: 0...clusters + 2, using: &generator) * UInt64(image.clusterSize)
  let flags: [UInt64] = [0, 1, 1 << 63, 1 << 62, 3 << 62, 1 << 56, 2, 512]
  let flag = flags.randomElement(using: &generator) ?? 0
  return [cluster | flag, cluster | 1 << 63, flag, generator.next()].randomElement(
    using: &generator) ?? 0
}
