internal import QCOW2

/// The bytes that a command works on, and what they are.
package struct Subject: Equatable, Sendable {
  package let bytes: Selection
  /// A word for them.
  package let name: String

  /// `cluster, guest 0x10000..0x1ffff, 64 KiB`.
  package var text: String { "\(name), \(bytes.text), \(binarySize(bytes.count))" }
}
