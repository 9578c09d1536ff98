import QCOW2
import SystemPackage

/// Reads images as `Tests/Benchmarks/reading` wants them read and prints milliseconds, the best of a
/// number of turns.
///
/// usage: reading (read | open) IMAGE TURNS [PASS PHRASE]
@main
enum Reading {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count >= 3, let turns = Int(arguments[3]) else { return }
    var phrase = arguments.count > 3 ? Array(arguments[4].utf8) : []
    let secret = phrase.isEmpty ? nil : Secret(wiping: &phrase)
    let path = FilePath(arguments[2])
    var best = Duration.seconds(1000)
    if arguments[1] == "open" {
      for _ in 0..<turns {
        best = min(best, try ContinuousClock().measure { _ = try open(path, secret) })
      }
    } else {
      let disk = try open(path, secret)
      for _ in 0..<turns { best = min(best, try ContinuousClock().measure { try read(disk) }) }
    }
    print(best / .milliseconds(1))
  }

  /// Opens a chain and reads its table of snapshots, as the first screen does.
  private static func open(_ path: FilePath, _ secret: Secret?) throws -> Disk {
    let disk = try Disk(path, gate: TrustingGate(), secret: secret)
    _ = try disk.image.snapshots()
    return disk
  }

  private static func read(_ disk: Disk) throws {
    let step: UInt64 = 1 << 20
    var buffer = [UInt8](repeating: 0, count: Int(step))
    for start in stride(from: 0, to: disk.geometry.virtualSize, by: Int(step)) {
      let count = min(step, disk.geometry.virtualSize - start)
      var span = buffer.mutableSpan
      var bytes = unsafe span.mutableBytes
      var part = bytes._mutatingExtracting(0..<Int(count))
      try disk.read(at: GuestOffset(start), into: &part)
    }
  }
}
