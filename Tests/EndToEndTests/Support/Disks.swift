import TestSupport

/// Images that the tests look at.
enum Disks {
  /// A disk of 1 GiB with a little of each kind.
  ///
  ///     0    64 KiB  data, “A”
  ///     1M   1 MiB   data, “B”
  ///     4M   1 MiB   zeros without clusters
  ///     512M 64 KiB  compressed, “C”
  ///     1G   64 KiB  data, “E”, up to the end
  static func small(_ path: String) throws {
    try QEMU.create(path, size: "1G")
    try QEMU.io(
      path,
      [
        "write -P 0x41 0 64k", "write -P 0x42 1M 1M", "write -z -u 4M 1M",
        "write -c -P 0x43 512M 64k", "write -P 0x45 1073676288 64k",
      ])
  }
}
