extension Disk {
  /// The disk that begins with a lower layer, or nil where that is no qcow2 image.
  public func beginning(with layer: Int) -> Disk? {
    guard layers.indices.contains(layer), let image = layers[layer].image else { return nil }
    return Disk(image, layers: Array(layers[layer...]))
  }
}
