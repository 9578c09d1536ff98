import TestSupport
import Testing

/// An image of a kind of its own, made by QEMU.
struct Recipe: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// Whether a pass phrase opens it.
  var isEncrypted = false
  /// Makes the image `disk.qcow2` in a directory.
  let make: @Sendable (TemporaryDirectory) throws -> Void

  /// The image's name in the directory.
  static let image = "disk.qcow2"
  /// The pass phrase of encrypted images.
  static let passphrase = "open sesame"

  /// Writes of every kind on a disk of 16 MiB or more.
  static let writes = [
    "write -P 0x41 0 64k", "write -P 0x42 1M 300k", "write -z -u 4M 1M", "write -z 6M 64k",
    "write -P 0x43 7M 512",
  ]

  private static func options(_ name: String, _ options: String...) -> Recipe {
    Recipe(testDescription: name) { directory in
      try QEMU.create(directory.file(image), size: "16M", options: options)
      try QEMU.io(directory.file(image), writes)
    }
  }

  private static func compressed(_ name: String, _ options: String...) -> Recipe {
    Recipe(testDescription: name) { directory in
      let path = directory.file(image)
      try QEMU.create(path, size: "16M", options: options)
      try QEMU.io(path, writes + ["write -c -P 0x44 8M 128k", "write -c -P 0x45 12M 64k"])
    }
  }

  private static func dataFile(_ name: String, _ options: String...) -> Recipe {
    Recipe(testDescription: name) { directory in
      // QEMU takes a relative name from its own directory, not from that of the image.
      let place = "data_file=" + directory.file("data.raw")
      try QEMU.create(directory.file(image), size: "16M", options: [place] + options)
      try QEMU.io(directory.file(image), writes)
    }
  }

  static let all: [Recipe] = [
    options("plain"), options("version 2", "compat=0.10"),
    options("small clusters", "cluster_size=512"), options("large clusters", "cluster_size=2M"),
    options("extended L2", "extended_l2=on", "cluster_size=128k"),
    options("narrow refcounts", "refcount_bits=1", "lazy_refcounts=on"),
    options("wide refcounts", "refcount_bits=64"),
    options("preallocated metadata", "preallocation=metadata"),
    options("preallocated", "preallocation=falloc"),
    dataFile("data file"), dataFile("raw data file", "data_file_raw=on"),
    compressed("deflate"), compressed("zstd", "compression_type=zstd"),
    chain, shortBase, rawBase, annotated, odd, empty, luks,
    oddBase, none, dataFile("data file with subclusters", "extended_l2=on", "cluster_size=2M"),
  ]

  private static let chain = Recipe(testDescription: "chain") { directory in
    let path = directory.file(image)
    let (base, middle) = (directory.file("base.qcow2"), directory.file("middle.qcow2"))
    try QEMU.create(base, size: "16M")
    try QEMU.io(base, ["write -P 1 0 3M", "write -P 2 15M 1M"])
    try QEMU.create(middle, size: "16M", arguments: ["-b", "base.qcow2", "-F", "qcow2"])
    try QEMU.io(middle, ["write -P 3 1M 1M", "write -z 2M 64k"])
    try QEMU.create(path, size: "16M", arguments: ["-b", "middle.qcow2", "-F", "qcow2"])
    try QEMU.io(path, writes)
  }

  private static let shortBase = Recipe(testDescription: "short base") { directory in
    let base = directory.file("base.qcow2")
    try QEMU.create(base, size: "5M")
    try QEMU.io(base, ["write -P 1 0 5M"])
    try QEMU.create(
      directory.file(image), size: "16M", arguments: ["-b", "base.qcow2", "-F", "qcow2"])
    try QEMU.io(directory.file(image), ["write -P 4 12M 64k"])
  }

  private static let rawBase = Recipe(testDescription: "raw base with holes") { directory in
    let base = directory.file("base.raw")
    try succeed("qemu-img", ["create", "-q", "-f", "raw", base, "12M"])
    try succeed("qemu-io", ["-f", "raw", "-c", "write -P 9 1M 128k", base])
    try QEMU.create(
      directory.file(image), size: "16M", arguments: ["-b", "base.raw", "-F", "raw"])
    try QEMU.io(directory.file(image), ["write -P 4 2M 64k"])
  }

  private static let oddBase = Recipe(testDescription: "raw base of odd size") { directory in
    let base = directory.file("base.raw")
    try write([UInt8](repeating: 7, count: 1_000_333), to: base)
    try QEMU.create(
      directory.file(image), size: "2M", arguments: ["-b", "base.raw", "-F", "raw"])
    try QEMU.io(directory.file(image), ["write -P 4 64k 64k"])
  }

  private static let none = Recipe(testDescription: "no disk") { directory in
    try QEMU.create(directory.file(image), size: "0")
  }

  private static let annotated = Recipe(testDescription: "snapshots and bitmaps") { directory in
    let path = directory.file(image)
    try QEMU.create(path, size: "16M")
    try QEMU.io(path, ["write -P 1 0 1M"])
    try succeed("qemu-img", ["snapshot", "-c", "before", path])
    try succeed("qemu-img", ["bitmap", "--add", "-g", "128k", path, "changes"])
    try succeed("qemu-img", ["bitmap", "--add", "--disable", path, "off \"quoted\""])
    try QEMU.io(path, ["write -P 2 512k 1M"])
    try succeed("qemu-img", ["snapshot", "-c", "after", path])
  }

  private static let odd = Recipe(testDescription: "odd size") { directory in
    let path = directory.file(image)
    try QEMU.create(path, size: "10486272")
    try QEMU.io(path, ["write -P 1 0 64k", "write -P 2 10485760 512"])
  }

  private static let empty = Recipe(testDescription: "empty and huge") { directory in
    try QEMU.create(directory.file(image), size: "64T")
  }

  private static let luks = Recipe(testDescription: "LUKS", isEncrypted: true) { directory in
    try write(Array(passphrase.utf8), to: directory.file("key"))
    let creation = [
      "create", "-q", "-f", "qcow2", "--object", "secret,id=key,file=" + directory.file("key"),
      "-o", "encrypt.format=luks,encrypt.key-secret=key,encrypt.iter-time=10",
      directory.file(image), "16M",
    ]
    // On a busy machine QEMU may fail to measure how fast it hashes.
    if try !(1...20).contains(where: { _ in try run("qemu-img", creation).succeeded }) {
      try succeed("qemu-img", creation)
    }
    let options = "driver=qcow2,encrypt.key-secret=key,file.filename=" + directory.file(image)
    try succeed(
      "qemu-io",
      ["--object", "secret,id=key,file=" + directory.file("key"), "--image-opts", options]
        + writes.flatMap { ["-c", $0] })
  }
}

/// An image of a recipe, with QEMU's arguments for opening it.
struct MadeImage {
  let directory: TemporaryDirectory
  let path: String
  private let recipe: Recipe

  init(_ recipe: Recipe) throws {
    self.recipe = recipe
    directory = try TemporaryDirectory()
    path = directory.file(Recipe.image)
    try recipe.make(directory)
  }

  /// How QEMU's tools open the image, with its pass phrase.
  var forQEMU: [String] {
    guard recipe.isEncrypted else { return ["-f", "qcow2", path] }
    return [
      "--object", "secret,id=key,file=" + directory.file("key"), "--image-opts",
      "driver=qcow2,encrypt.key-secret=key,file.filename=" + path,
    ]
  }

  /// How the command opens it, with its pass phrase.
  var forUs: [String] {
    [path] + (recipe.isEncrypted ? ["--key-file", directory.file("key")] : [])
  }
}
