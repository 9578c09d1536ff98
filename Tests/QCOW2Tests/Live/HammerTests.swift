import Dispatch
import QCOW2
import Synchronization
import TestSupport
import Testing

/// Reading while QEMU writes without a pause: each sector is what it was at one time or another.
@Suite struct HammerTests {
  /// What a process of QEMU is told, and each byte that a cluster ever holds.
  private struct Plan {
    var commands: [String] = []
    var allowed: [Set<UInt8>]
    static let cluster = 65_536
    static let clusters = 64

    /// After whatever frees clusters comes a flush: QEMU uses them anew before the file says that they
    /// are free, and then nobody who has the file alone can tell. Nothing compressed is among it: where
    /// such clusters are freed and the last host cluster with them, QEMU 7.2 puts the next stream
    /// into data.
    init(seed: UInt64) {
      var generator = SplitMix64(seed: seed)
      allowed = Array(repeating: [0], count: Self.clusters)
      for byte in UInt8(1)...255 {
        let first = Int.random(in: 0..<Self.clusters, using: &generator)
        let count = Int.random(in: 1...min(6, Self.clusters - first), using: &generator)
        let place = "\(first * Self.cluster) \(count * Self.cluster)"
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: commands += ["write -z \(place)"]
        case 1, 2: commands += ["discard \(place)", "flush"]
        case 3: commands += ["flush"]
        default: commands += ["write -P \(byte) \(place)"]
        }
        for cluster in first..<first + count { allowed[cluster].insert(byte) }
      }
      // The second time it all begins with an empty disk again.
      commands += ["discard 0 \(Self.clusters * Self.cluster)", "flush"]
    }
  }

  static let kinds = [
    ["cluster_size=64k"], ["cluster_size=16k", "extended_l2=on"], ["cluster_size=4k"],
  ]

  @Test(arguments: kinds)
  func everySectorIsOldOrNew(_ options: [String]) throws {
    let image = try LiveImage(options, size: "4M", [])
    let plan = Plan(seed: UInt64(options[0].utf8.count))
    let disk = try openDisk(image.path)
    let isDone = Atomic(false)
    let wrong = Mutex<[String]>([])
    let reads = Atomic(0)
    let readers = DispatchGroup()
    for number in 0..<2 {
      // Threads of their own: those that tests share may all be waiting for programs.
      DispatchQueue(label: "reader \(number)").async(group: readers) {
        var generator = SplitMix64(seed: UInt64(number))
        while !isDone.load(ordering: .acquiring) {
          let problem = Self.read(disk, plan.allowed, &generator)
          if let problem { wrong.withLock { $0.append(problem) } }
          reads.add(1, ordering: .relaxed)
        }
      }
    }
    defer { isDone.store(true, ordering: .releasing) }
    for _ in 0..<4 { try image.write(plan.commands) }
    isDone.store(true, ordering: .releasing)
    readers.wait()
    #expect(wrong.withLock { Array($0.prefix(5)) } == [])
    #expect(reads.load(ordering: .relaxed) > 100)
    try image.write(["write -P 9 64k 2M"])
    try expectBytes(disk, image.guestBytes())
    try image.close()
  }

  /// Reads somewhere and says what is wrong with it.
  private static func read(
    _ disk: Disk, _ allowed: [Set<UInt8>], _ generator: inout SplitMix64
  ) -> String? {
    let sectors = Plan.clusters * Plan.cluster / 512
    let first = Int.random(in: 0..<sectors, using: &generator)
    let count = Int.random(in: 1...min(400, sectors - first), using: &generator)
    let found: [UInt8]
    do {
      found = try disk.read(at: GuestOffset(UInt64(first * 512)), count: count * 512)
    } catch ImageError.changing {
      return nil
    } catch {
      return "\(error)"
    }
    for sector in 0..<count {
      let byte = found[sector * 512]
      let place = (first + sector) * 512
      guard allowed[place / Plan.cluster].contains(byte) else {
        return "\(byte) at \(place), which was never there"
      }
    }
    return nil
  }
}
