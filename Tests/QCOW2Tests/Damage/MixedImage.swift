import TestSupport

/// A small image with clusters of every kind, and what the guest sees of it.
struct MixedImage {
  let image: ImageBytes
  let whole: [UInt8]

  /// 4 MiB of 4 KiB clusters: two L2 tables of 2 MiB each.
  ///
  /// The first has 64 written clusters,
  /// then 16 compressed, 16 zero without and 16 with a host cluster, and a hole; the second has
  /// 16 written clusters in its middle.
  init(in directory: TemporaryDirectory, options: [String] = []) throws {
    let path = directory.file("mixed.qcow2")
    try QEMU.create(path, size: "4M", options: ["cluster_size=4k"] + options)
    let isVersion2 = options.contains("compat=0.10")
    try QEMU.io(
      path,
      (0..<64).map { "write -P \($0 + 1) \($0 * 4)k 4k" }
        + (64..<80).map { "write -c -P \($0 + 1) \($0 * 4)k 4k" }
        + ["write -P 9 384k 64k"]
        + (isVersion2 ? [] : ["write -z -u 320k 64k", "write -z 384k 64k"])
        + ["write -P 77 3M 64k"])
    image = try ImageBytes(contentsOf: path)
    whole = try QEMU.guestBytes(of: path)
  }
}
