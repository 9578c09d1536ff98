import QCOW2
import TestSupport

/// What the expressions of these tests refer to: a disk of 10 GiB with 64 KiB clusters, so 20 L1
/// entries of 512 MiB and 8,192 L2 entries a table.
struct AddressWorld {
  static let size: UInt64 = 10_737_418_240
  var context: AddressContext

  init() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("ten.qcow2")
    try QEMU.create(path, size: "10G")
    context = AddressContext(
      geometry: try Image(openStorage(path)).geometry, cursor: GuestOffset(74_565),
      marks: ["a": GuestOffset(1_048_576)],
      partitions: [1: GuestOffset(1_048_576), 2: GuestOffset(268_435_456)])
  }

  func parse(_ text: String) throws(AddressError) -> Address {
    try AddressParser.parse(text, context)
  }

  /// The error of an expression, or nil where it has a value.
  func fault(_ text: String) -> AddressError? {
    do throws(AddressError) {
      _ = try parse(text)
      return nil
    } catch {
      return error
    }
  }
}
