import Foundation
import QCOW2
import SystemPackage
import TestSupport
import Testing

/// An image that a process of QEMU has open and writes to when it is told.
struct LiveImage {
  let directory: TemporaryDirectory
  let path: String
  private let writer: Session

  /// - Parameters:
  ///   - options: How the image is created.
  ///   - size: The size of its disk.
  ///   - commands: What is written before anybody looks.
  /// - Throws: What a command throws.
  init(_ options: [String], size: String = "16M", _ commands: [String]) throws {
    directory = try TemporaryDirectory()
    path = directory.file("image.qcow2")
    try QEMU.create(path, size: size, options: options)
    try QEMU.io(path, commands)
    writer = try Session(
      "stdbuf", ["-o0", "qemu-io", "-f", "qcow2", "-d", "unmap", path])
    try writer.waitForPrompt()
  }

  /// Has the process write, and bring everything to the file where that is asked for.
  func write(_ commands: [String], flush: Bool = true) throws {
    for command in commands + (flush ? ["flush"] : []) {
      let said = try writer.tell(command)
      try #require(!said.contains("failed"), "\(said)")
    }
  }

  /// Ends the process.
  func close() throws { try writer.end() }

  /// The guest bytes by QEMU, which has to be told that somebody writes.
  func guestBytes() throws -> [UInt8] {
    let raw = directory.file("raw")
    try succeed("qemu-img", ["convert", "-U", "-q", "-f", "qcow2", "-O", "raw", path, raw])
    return try contents(of: raw)
  }
}

/// Waits for longer than an answer of the system may be kept.
func waitForALook() { Thread.sleep(forTimeInterval: 0.03) }
