extension Image {
  /// The maximal runs of a guest range in rising order, each clipped to the range.
  ///
  /// Nothing is read before a run is asked for, and then only tables that exist.
  ///
  /// - Parameters:
  ///   - range: The guest range; what lies past the end of the disk is left out.
  ///   - cancellation: Ends the sequence early.
  /// - Returns: A sequence that reads tables as it goes.
  public func extents(
    in range: Range<GuestOffset>, cancellation: Cancellation? = nil
  ) -> Extents {
    Extents(DiskWalk(alone, range), isDown: false, cancellation: cancellation)
  }

  /// The same runs in falling order.
  public func reversedExtents(
    in range: Range<GuestOffset>, cancellation: Cancellation? = nil
  ) -> Extents {
    Extents(DiskWalk(alone, range, .down), isDown: true, cancellation: cancellation)
  }

  /// The whole virtual disk.
  public var guestRange: Range<GuestOffset> { .zero..<geometry.end }

  /// The image without anything below it.
  public var alone: Disk {
    let layer = Layer(
      name: storage.name, path: nil, format: .stored("qcow2"), content: .image(self), identity: nil,
      modificationTime: nil)
    return Disk(self, layers: [layer])
  }
}
