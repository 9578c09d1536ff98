import Dispatch
import Glibc
import QCOW2
import SystemPackage

/// Reads images in the process, as programs do that use the library, and prints milliseconds.
///
/// usage: library read IMAGE [PASS-PHRASE]       the whole disk, a mebibyte at a time
///        library random IMAGE OFFSETS THREADS   4 KiB at each guest offset of a file
///        library open IMAGE TURNS               the image with its chain and snapshots
@main
enum Library {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else { exit(64) }
    let path = FilePath(arguments[2])
    var phrase = arguments.count > 3 && arguments[1] == "read" ? Array(arguments[3].utf8) : []
    let secret = phrase.isEmpty ? nil : Secret(wiping: &phrase)
    let clock = ContinuousClock()
    let disk = try open(path, secret)
    let time: Duration
    switch arguments[1] {
    case "open":
      time = try clock.measure {
        for _ in 0..<(Int(arguments[3]) ?? 1) { _ = try open(path, secret) }
      }
    case "random":
      let offsets = try offsets(FilePath(arguments[3]))
      let threads = Int(arguments[4]) ?? 1
      time = clock.measure {
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
          scattered(
            disk, offsets[offsets.count * thread / threads..<offsets.count * (thread + 1) / threads]
          )
        }
      }
    default: time = try clock.measure { try whole(disk) }
    }
    print(time / .milliseconds(1))
  }

  private static func open(_ path: FilePath, _ secret: Secret?) throws -> Disk {
    let disk = try Disk(path, gate: TrustingGate(), secret: secret)
    _ = try disk.image.snapshots()
    return disk
  }

  private static func offsets(_ path: FilePath) throws -> [UInt64] {
    let file = try FileDescriptor.open(path, .readOnly)
    var text: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 20)
    while case let count = try part.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
      text += part[..<count]
    }
    return text.split(separator: 10).map { $0.reduce(0) { $0 * 10 + UInt64($1 - 48) } }
  }

  private static func scattered(_ disk: Disk, _ offsets: ArraySlice<UInt64>) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    for offset in offsets {
      var span = buffer.mutableSpan
      var bytes = unsafe span.mutableBytes
      do { try disk.read(at: GuestOffset(offset), into: &bytes) } catch { exit(1) }
    }
  }

  private static func whole(_ disk: Disk) throws {
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
