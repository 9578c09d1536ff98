import QCOW2
import TestSupport
import Testing

/// An image to be spoilt, and how QEMU makes it.
enum BaseImage: String, CaseIterable, Sendable {
  case v3, v2, clusters512, clusters2M, clusters8K, clusters16K, extended16K, zstd, bitmap

  /// The bytes of a fresh image of this kind.
  func make(in directory: TemporaryDirectory) throws -> ImageBytes {
    let path = directory.file("base.qcow2")
    switch self {
    case .v3: try QEMU.create(path, size: "64M")
    case .v2: try QEMU.create(path, size: "64M", options: ["compat=0.10"])
    case .clusters512: try QEMU.create(path, size: "32k", options: ["cluster_size=512"])
    case .clusters2M: try QEMU.create(path, size: "64M", options: ["cluster_size=2M"])
    case .clusters8K: try QEMU.create(path, size: "4M", options: ["cluster_size=8k"])
    case .clusters16K: try QEMU.create(path, size: "16M", options: ["cluster_size=16k"])
    case .extended16K:
      try QEMU.create(path, size: "16M", options: ["cluster_size=16k", "extended_l2=on"])
    case .zstd: try QEMU.create(path, size: "64M", options: ["compression_type=zstd"])
    case .bitmap:
      try QEMU.create(path, size: "64M")
      try succeed("qemu-img", ["bitmap", "--add", path, "b0"])
    }
    return try ImageBytes(contentsOf: path)
  }
}

/// Bytes to be changed in a base image, and what our refusal must name.
struct Poke: CustomTestStringConvertible, Sendable {
  /// How our verdict relates to QEMU's.
  enum Verdict: Sendable {
    /// We open what QEMU opens.
    case same
    /// Where QEMU refuses, we show the structures and refuse guest data.
    case guestDataOnly
    /// QEMU opens it, and refuses or crashes later; we refuse at once.
    case stricter(String)
    /// QEMU looks at what this version does not read yet.
    case laxer(String)
  }

  let name: String
  let base: BaseImage
  let changes: [(offset: Int, width: Int, value: UInt64)]
  /// The field that a refusal names; where it is about no field, the finding's code.
  let blamed: String
  var verdict = Verdict.same

  var testDescription: String { "\(base.rawValue): \(name)" }

  init(
    _ base: BaseImage, _ name: String, blames blamed: String, _ verdict: Verdict = .same,
    _ changes: (offset: Int, width: Int, value: UInt64)...
  ) {
    self.base = base
    self.name = name
    self.blamed = blamed
    self.verdict = verdict
    self.changes = changes
  }

  /// One poke for each value of the field at `offset`, which is the one to be blamed.
  static func values(
    _ base: BaseImage, _ field: String, at offset: Int, width: Int = 4, _ values: [UInt64]
  ) -> [Poke] {
    values.map {
      Poke(base, "\(field) = \($0)", blames: field, .same, (offset, width, $0))
    }
  }

  func applied(to image: ImageBytes) -> ImageBytes {
    changes.reduce(into: image) { $0.store($1.value, at: $1.offset, width: $1.width) }
  }
}
