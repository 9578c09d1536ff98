/// A virtual disk as its guest sees it: an image and the files below it.
///
/// Safe for use by any number of threads at once.
public final class Disk: Sendable {
  /// The files, the image itself first.
  public let layers: [Layer]
  /// What is wrong with the chain as a whole.
  public let findings: [Finding]
  /// The image that the disk belongs to.
  public let image: Image
  /// The layers once more: each as an image, where it is one.
  let images: [Image?]
  /// Why not even holes can be read, and the first layer that says so: what its unknown feature changes
  /// is unknown, but a layer below those that were asked has no say.
  let featureRefusal: (layer: Int, finding: Finding)?

  /// - Parameters:
  ///   - image: The image on top.
  ///   - layers: All layers with that image's first.
  ///   - findings: What was found while they were opened.
  init(_ image: Image, layers: [Layer], findings: [Finding] = []) {
    self.image = image
    self.layers = layers
    self.findings = findings
    images = layers.map(\.image)
    featureRefusal =
      layers.enumerated().lazy.compactMap { depth, layer in
        layer.image?.file.featureRefusal.map { (depth, $0) }
      }.first
  }

  /// The arithmetic of the image on top.
  public var geometry: Geometry { image.geometry }

  /// The whole virtual disk.
  public var guestRange: Range<GuestOffset> { .zero..<geometry.end }
}
