/// What offsets on the hex view count.
package enum AddressSpace: CaseIterable, Hashable, Sendable {
  /// The bytes of the virtual disk.
  case guest
  /// The bytes of the image file.
  case host
}
