internal import QCOW2

/// What the hex view and the ribbon need.
struct PageRequest: Equatable {
  var space: AddressSpace
  /// The bytes on the screen.
  var range: Range<UInt64>
  var cursor: GuestOffset
  /// The disk whose bytes are wanted too.
  var other: ObjectIdentifier?
}
