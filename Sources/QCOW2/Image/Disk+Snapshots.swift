extension Disk {
  /// The disk as it was when a snapshot of the image on top was taken, over the same files below.
  ///
  /// Whether those have changed since cannot be told.
  ///
  /// - Throws: As `Image.disk(of:)`.
  public func disk(of snapshot: SnapshotRecord) throws(ImageError) -> Disk {
    let image = try image.disk(of: snapshot)
    guard let top = layers.first else { return image.alone }
    let layer = Layer(
      name: top.name, path: top.path, format: top.format, content: .image(image),
      identity: top.identity, modificationTime: top.modificationTime, dataFile: top.dataFile)
    return Disk(image, layers: [layer] + layers.dropFirst(), findings: findings)
  }
}
