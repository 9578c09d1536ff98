extension Disk {
  /// The disk as it was when a snapshot of the image on top was taken, over the same files below.
  ///
  /// Whether those have changed since cannot be told. Where QEMU would show the snapshot with another
  /// size, a finding of the disk says so.
  ///
  /// - Throws: As `Image.disk(of:)`.
  public func disk(of snapshot: SnapshotRecord) throws(ImageError) -> Disk {
    let image = try image.disk(of: snapshot)
    guard let top = layers.first else { return image.alone }
    let findings = findings + (self.image.sizeFinding(of: snapshot).map { [$0] } ?? [])
    let layer = Layer(
      name: top.name, path: top.path, format: top.format, content: .image(image),
      identity: top.identity, modificationTime: top.modificationTime, dataFile: top.dataFile)
    return Disk(image, layers: [layer] + layers.dropFirst(), findings: findings)
  }

  /// The machine state that was saved with a snapshot, as a disk that ends with it and stands on no
  /// other file: no backing file has any of it.
  ///
  /// - Returns: The disk and where the state lies on it; nil where none was saved.
  /// - Throws: As `Image.vmState(of:)`.
  public func vmState(
    of snapshot: SnapshotRecord
  ) throws(ImageError) -> (disk: Disk, range: Range<GuestOffset>)? {
    guard let (image, range) = try image.vmState(of: snapshot), let top = layers.first else {
      return nil
    }
    return (Disk(image, layers: [top.with(.image(image))]), range)
  }
}
