import Foundation
import QCOW2
import TestSupport

/// An overlay of 128 KiB that holds 64 KiB of `O` and names whatever file below it, without a look
/// whether that exists.
struct NamedImage {
  let path: String

  static let size = 128 << 10

  /// - Parameters:
  ///   - path: Where the overlay goes.
  ///   - name: The stored name.
  ///   - format: The stored format; nil stores none.
  /// - Throws: What a command throws.
  init(_ path: String, naming name: String, format: String? = "raw") throws {
    self.path = path
    try QEMU.create(
      path, size: "128k", arguments: ["-u", "-b", name, "-F", format ?? "raw"])
    // The data comes from QEMU while nothing lies below, because that may be missing.
    let scratch = try TemporaryDirectory()
    let plain = scratch.file("plain")
    try QEMU.create(plain, size: "128k")
    try QEMU.io(plain, ["write -P 0x4f 0 64k"])
    var image = try ImageBytes(contentsOf: plain)
    let named = try ImageBytes(contentsOf: path)
    image.store(Array(named.bytes[..<65_536]), at: 0)
    if format == nil { image.store(0x1234_5678, at: Self.formatExtension(of: image), width: 4) }
    try write(image.bytes, to: path)
  }

  /// Makes a raw file as large as the disk, full of one letter.
  static func base(_ path: String, _ letter: Character) throws {
    try write([UInt8](repeating: letter.asciiValue ?? 0, count: size), to: path)
  }

  /// Changes the header cluster.
  func poke(_ change: (inout ImageBytes) -> Void) throws {
    var image = try ImageBytes(contentsOf: path)
    change(&image)
    try write(image.bytes, to: path)
  }

  /// Where the extension begins that stores the backing format.
  static func formatExtension(of image: ImageBytes) -> Int {
    var at = Int(image.number(at: 100, width: 4))
    while image.number(at: at, width: 4) != 0xe279_2aca, at < 4096 {
      at += 8 + (Int(image.number(at: at + 4, width: 4)) + 7) / 8 * 8
    }
    return at
  }
}

/// A letter as often as asked.
func letters(_ letter: Character, _ count: Int) -> [UInt8] {
  [UInt8](repeating: letter.asciiValue ?? 0, count: count)
}

/// Makes a directory.
func makeDirectory(_ path: String) throws {
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
}

/// Makes a symbolic link at `path`.
func link(_ path: String, to target: String) throws {
  try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
}
