extension Disk {
  /// The maximal runs of a guest range in rising order, each clipped to the range and with the layer
  /// that provides it.
  ///
  /// - Parameters:
  ///   - range: The guest range; what lies past the end of the disk is left out.
  ///   - cancellation: Ends the sequence early.
  /// - Returns: A sequence that reads tables as it goes.
  public func extents(
    in range: Range<GuestOffset>, cancellation: Cancellation? = nil
  ) -> Extents {
    Extents(DiskWalk(self, range), isDown: false, cancellation: cancellation)
  }

  /// The same runs in falling order.
  public func reversedExtents(
    in range: Range<GuestOffset>, cancellation: Cancellation? = nil
  ) -> Extents {
    Extents(DiskWalk(self, range, .down), isDown: true, cancellation: cancellation)
  }

  /// What the byte at `offset`, which must lie on the disk, is made of, and the rest of its run as far
  /// as one look at the tables shows it.
  public func segment(at offset: GuestOffset) -> Extent {
    var walk = DiskWalk(self, offset..<geometry.end)
    guard let extent = walk.next() else { preconditionFailure("offset lies past the disk") }
    return extent
  }
}
