import Testing
import SystemPackage
import TestSupport

@testable import QCOW2

/// An encrypted image for QEMU to write and for us to read.
struct EncryptedImage {
  let path: String
  private let directory: TemporaryDirectory
  let format: String

  /// An image that QEMU creates; the options are those of the encryption, `cipher-alg=aes-128`, the
  /// layout's are those of the image.
  init(
    format: String = "luks", size: String = "1M", options: [String] = [], layout: [String] = [],
    secret: String
  ) throws {
    directory = try TemporaryDirectory()
    path = directory.file("disk.qcow2")
    self.format = format
    let all = ["format=\(format)", "key-secret=s"] + options
    let arguments = [
      "create", "-q", "-f", "qcow2", "--object", "secret,id=s,\(secret)", "-o",
      (layout + all.map { "encrypt.\($0)" }).joined(separator: ","), path, size,
    ]
    // QEMU measures how fast the processor is, and gives up where a virtual one answers unevenly.
    for _ in 1..<20 where try run("qemu-img", arguments).succeeded { return }
    try succeed("qemu-img", arguments)
  }

  /// An image from bytes.
  init(_ bytes: [UInt8]) throws {
    directory = try TemporaryDirectory()
    path = directory.file("disk.qcow2")
    format = "luks"
    try TestSupport.write(bytes, to: path)
  }

  private func options(secret: String) -> [String] {
    [
      "--object", "secret,id=s,\(secret)", "--image-opts",
      "driver=qcow2,encrypt.format=\(format),encrypt.key-secret=s,file.filename=\(path)",
    ]
  }

  /// Has QEMU write bytes to the disk; this needs the right pass phrase.
  func write(_ guest: [UInt8], at offset: Int, secret: String) throws {
    let source = directory.file("source")
    try TestSupport.write(guest, to: source)
    let command = "write -s \(source) \(offset) \(guest.count)"
    let said = try succeed("qemu-io", options(secret: secret) + ["-c", command])
    try #require(said.contains("wrote \(guest.count)/"), "\(said)")
  }

  /// Runs commands of qemu-io on the disk.
  func io(_ commands: [String], secret: String) throws {
    let said = try succeed(
      "qemu-io", options(secret: secret) + commands.flatMap { ["-c", $0] })
    try #require(!said.contains("failed"), "\(said)")
  }

  /// Runs a command of qemu-img, such as `snapshot -c name`, on the image.
  func change(_ command: [String], secret: String) throws {
    try succeed("qemu-img", command + options(secret: secret))
  }

  /// The whole disk as QEMU reads it.
  func guestBytes(secret: String) throws -> [UInt8] {
    let raw = directory.file("raw")
    try succeed("qemu-img", ["convert", "-q", "-O", "raw"] + options(secret: secret) + [raw])
    return try contents(of: raw)
  }

  /// Has QEMU change the key slots.
  func amend(_ changes: [String], secret: String, newSecret: String? = nil) throws {
    let object = newSecret.map { ["--object", "secret,id=n,\($0)"] } ?? []
    let list = (newSecret == nil ? [] : ["new-secret=n", "iter-time=10"]) + changes
    let arguments =
      ["amend", "-q"] + object + options(secret: secret) + [
        "-o", list.map { "encrypt.\($0)" }.joined(separator: ","),
      ]
    for _ in 1..<20 where try run("qemu-img", arguments).succeeded { return }
    try succeed("qemu-img", arguments)
  }

  /// The image's encryption as we see it.
  func volume() throws -> LUKSVolume { try LUKSVolume(contentsOf: path) }

  /// A guest range as we decrypt it; it must be allocated.
  func decrypted(_ range: Range<Int>, with cipher: SectorCipher) throws -> [UInt8] {
    let image = try Image(openStorage(path))
    var result: [UInt8] = []
    let guest = GuestOffset(UInt64(range.lowerBound))..<GuestOffset(UInt64(range.upperBound))
    for extent in image.extents(in: guest) {
      let host = try #require(extent.host)
      var data = try image.storage.bytes(at: host, count: Int(extent.length)).array
      let place = format == "luks" ? host.rawValue : extent.start.rawValue
      var span = data.mutableSpan
      var raw = unsafe span.mutableBytes
      try cipher.decrypt(&raw, firstSector: place / 512)
      result += data
    }
    return result
  }
}

extension LUKSVolume {
  /// The encryption of an image in a file.
  init(contentsOf path: String) throws {
    let storage = try openStorage(path)
    let inspection = try Inspection(storage)
    let pointers = inspection.extensions.compactMap { item -> EncryptionHeaderPointer? in
      if case .encryption(let pointer) = item.content { pointer } else { nil }
    }
    try self.init(storage, at: #require(pointers.first))
  }
}
