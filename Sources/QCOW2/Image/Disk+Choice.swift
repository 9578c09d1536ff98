extension Disk {
  /// The disk that begins with a lower layer, or nil where that is no qcow2 image.
  public func beginning(with layer: Int) -> Disk? {
    guard layers.indices.contains(layer), let image = layers[layer].image else { return nil }
    return Disk(image, layers: Array(layers[layer...]))
  }

  /// The disk as it was when a snapshot of its image was taken, over the same layers below.
  ///
  /// - Throws: As `Image.disk(of:)`.
  public func disk(of snapshot: SnapshotRecord) throws(ImageError) -> Disk {
    let image = try image.disk(of: snapshot)
    return Disk(image, layers: [layers[0].holding(image)] + layers.dropFirst())
  }
}

extension Layer {
  /// The same file with another of its disks.
  func holding(_ image: Image) -> Layer {
    Layer(
      name: name, path: path, format: format, content: .image(image), identity: identity,
      modificationTime: modificationTime)
  }
}
