import TestSupport

/// An image whose disk needs 64 tables of 32 KiB of disk each, all of it data.
enum ManyTables {
  static func image() throws -> (directory: TemporaryDirectory, path: String) {
    let directory = try TemporaryDirectory()
    let path = directory.file("many.qcow2")
    try QEMU.create(path, size: "2M", options: ["cluster_size=512"])
    try QEMU.io(path, ["write -P 1 0 2M"])
    return (directory, path)
  }
}
