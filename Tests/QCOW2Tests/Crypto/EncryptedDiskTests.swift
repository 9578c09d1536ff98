import QCOW2
import SystemPackage
import TestSupport
import Testing

/// Encrypted images as disks: what QEMU decrypts we decrypt, byte for byte, whatever lies around it.
@Suite struct EncryptedDiskTests {
  static let layouts: [[String]] = [
    ["cluster_size=512"], ["cluster_size=4k"], ["cluster_size=64k", "compat=1.1"],
    ["cluster_size=2M"], ["cluster_size=16k", "extended_l2=on"],
  ]

  private func disk(_ path: String, _ secret: String?) throws -> Disk {
    try Disk(
      FilePath(path), gate: TrustingGate(), secret: secret.map { Secret($0) },
      caches: .init(clusters: 64 << 20))
  }

  /// Writes in random places, so that guest and host sectors have nothing to do with each other.
  private func commands(seed: UInt64, sectors: Int) -> [String] {
    var generator = SplitMix64(seed: seed)
    return (0..<30).map { number in
      let start = Int.random(in: 0..<sectors, using: &generator)
      let count = Int.random(in: 1...min(300, sectors - start), using: &generator)
      let verb = number % 6 == 0 ? "write -z" : "write -P \(number + 1)"
      return "\(verb) \(start * 512) \(count * 512)"
    }
  }

  @Test(arguments: layouts, ["luks", "aes"]) func wholeDisks(
    _ layout: [String], _ format: String
  ) throws {
    let secret = "data=secret"
    let image = try EncryptedImage(
      format: format, size: "3000k", options: format == "luks" ? ["iter-time=10"] : [],
      layout: layout, secret: secret)
    try image.io(commands(seed: 1, sectors: 6000), secret: secret)
    try image.change(["snapshot", "-c", "old"], secret: secret)
    let old = try image.guestBytes(secret: secret)
    try image.io(commands(seed: 2, sectors: 6000), secret: secret)
    let whole = try image.guestBytes(secret: secret)
    let opened = try disk(image.path, "secret")
    try expectBytes(opened, whole)
    var generator = SplitMix64(seed: 3)
    try expectRandomReads(opened, whole, count: 300, &generator)
    let record = try #require(try opened.image.snapshots().records.first)
    try expectBytes(opened.disk(of: record), old)
    let closed = try disk(image.path, nil)
    let extents = Array(opened.extents(in: opened.guestRange))
    #expect(Array(closed.extents(in: closed.guestRange)) == extents)
    let data = try #require(extents.first { $0.kind == .data })
    #expect(throws: ImageError.self) { try closed.read(at: data.start, count: 1) }
  }

  @Test func anEncryptedOverlayOverAPlainFile() throws {
    let directory = try TemporaryDirectory()
    let base = (0..<2_000_384).map { UInt8(truncatingIfNeeded: $0 / 512 + 1) }
    try write(base, to: directory.file("base"))
    let image = try EncryptedImage(
      size: "3000k", options: ["iter-time=10"],
      layout: ["backing_file=\(directory.file("base"))", "backing_fmt=raw"], secret: "data=top")
    try image.io(commands(seed: 5, sectors: 6000), secret: "data=top")
    try expectBytes(disk(image.path, "top"), image.guestBytes(secret: "data=top"))
  }

  /// The pass phrase of one layer is not that of the one below.
  @Test(arguments: [true, false]) func aLowerLayerOfAnotherPassPhrase(isTopEncrypted: Bool) throws {
    let base = try EncryptedImage(options: ["iter-time=10"], secret: "data=bottom")
    try base.write([UInt8](repeating: 1, count: 1 << 20), at: 0, secret: "data=bottom")
    let directory = try TemporaryDirectory()
    let path: String
    let top = try EncryptedImage(options: ["iter-time=10"], secret: "data=top")
    let rebase = ["rebase", "-u", "-b", base.path, "-F", "qcow2"]
    if isTopEncrypted {
      path = top.path
      try top.io(["write -P 2 0 64k"], secret: "data=top")
      try top.change(rebase, secret: "data=top")
    } else {
      path = directory.file("top")
      try QEMU.create(path, size: "1M")
      try QEMU.io(path, ["write -P 2 0 64k"])
      try succeed("qemu-img", rebase + [path])
    }
    let disk = try disk(path, "top")
    #expect(disk.layers.count == 2)
    let finding = disk.findings.filter { $0.code == "backing-encryption" }
    #expect(finding.count == 1 && finding[0].message.contains(base.path), "\(disk.findings)")
    // What lies on top is read, what lies below is shown for what it is, and refused.
    #expect(try disk.read(at: .zero, count: 65_536) == [UInt8](repeating: 2, count: 65_536))
    let extents = Array(disk.extents(in: disk.guestRange))
    #expect(extents.map(\.layer) == [0, 1] && extents.map(\.kind) == [.data, .data])
    let error = #expect(throws: ImageError.self) {
      try disk.read(at: GuestOffset(65_536), count: 1)
    }
    #expect(error?.description.contains("pass phrase") == true)
    // With the right one for what is below alone, that is read and the top is not.
    guard !isTopEncrypted else {
      #expect(throws: ImageError.self) { try self.disk(path, "bottom") }
      return
    }
    let whole = try self.disk(path, "bottom")
    #expect(whole.findings == [])
    #expect(try whole.read(at: GuestOffset(65_534), count: 4) == [2, 2, 1, 1])
  }
}
