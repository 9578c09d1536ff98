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
    Extents(DiskWalk(tables, range), isDown: false, cancellation: cancellation)
  }

  /// The same runs in falling order.
  public func reversedExtents(
    in range: Range<GuestOffset>, cancellation: Cancellation? = nil
  ) -> Extents {
    Extents(DiskWalk(tables, range, .down), isDown: true, cancellation: cancellation)
  }

  /// The whole virtual disk.
  public var guestRange: Range<GuestOffset> { .zero..<geometry.end }

  /// The disk as far as this file alone has it: what its backing file would have is missing.
  public var alone: Disk {
    guard let name = inspection.backingFileName else { return tables }
    let below = Layer(
      name: escaped(name.array), path: nil,
      format: .stored(inspection.backingFormat.map { escaped($0.array) } ?? ""),
      content: .closed(.openRefused("no other file is opened unless that is asked for")))
    return Disk(self, layers: [layer, below])
  }

  /// The tables of this file and nothing else.
  private var tables: Disk { Disk(self, layers: [layer]) }

  private var layer: Layer {
    Layer(name: storage.name, path: nil, format: .stored("qcow2"), content: .image(self))
  }
}
