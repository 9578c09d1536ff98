import Foundation

/// The programs of qemu-utils, which decide what is right.
package enum QEMU {
  /// Makes an image.
  package static func create(
    _ path: String, size: String, options: [String] = [], arguments: [String] = []
  ) throws {
    let list = options.isEmpty ? [] : ["-o", options.joined(separator: ",")]
    try succeed("qemu-img", ["create", "-q", "-f", "qcow2"] + list + arguments + [path, size])
  }

  /// Runs commands of qemu-io, such as `write -P 5 0 64k`, on an image.
  package static func io(_ path: String, _ commands: [String]) throws {
    let result = try succeed(
      "qemu-io", ["-f", "qcow2"] + commands.flatMap { ["-c", $0] } + [path])
    // Older versions report some failures in words only.
    guard !result.contains("failed") else { throw CommandFailure(description: result) }
  }

  /// Converts `source` to a qcow2 image.
  package static func convert(
    _ source: String, to path: String, options: [String], compressed: Bool = false
  ) throws {
    try succeed(
      "qemu-img",
      ["convert", "-q", "-f", "raw", "-O", "qcow2", "-o", options.joined(separator: ",")]
        + (compressed ? ["-c"] : []) + [source, path])
  }

  /// The guest bytes of an image.
  package static func guestBytes(of path: String) throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    let raw = directory.file("raw")
    try succeed("qemu-img", ["convert", "-q", "-f", "qcow2", "-O", "raw", path, raw])
    return try contents(of: raw)
  }

  /// What QEMU says when it opens an image for reading; nil where it opens.
  package static func refusal(of path: String) throws -> String? {
    let result = try run("qemu-io", ["-r", "-f", "qcow2", "-c", "quit", path], seconds: 20)
    return result.succeeded ? nil : result.errors
  }

  /// Whether QEMU can read `count` guest bytes from `offset` on.
  package static func canRead(_ path: String, at offset: UInt64, count: UInt64) throws -> Bool {
    let result = try run(
      "qemu-io", ["-r", "-f", "qcow2", "-c", "read \(offset) \(count)", path], seconds: 20)
    return result.succeeded && !(result.output + result.errors).contains("failed")
  }
}
