public import SystemPackage

extension Disk {
  /// The most files that a chain may have.
  public static let mostLayers = 64

  /// Opens the image at `path` with what it needs besides itself, as far as `gate` allows.
  ///
  /// What cannot be opened becomes a closed layer and a finding; the image above it stays readable.
  /// Costs the header of each file, the first one's L1 table and those below.
  ///
  /// - Parameters:
  ///   - path: The image on top.
  ///   - gate: Decides about every other file; refuses them all unless told otherwise.
  ///   - secret: The pass phrase of encrypted layers.
  ///   - caches: The bounds of the caches of each layer.
  ///   - allowsBrokenHeader: Whether an image on top whose header breaks a rule is opened to look at its
  ///     structures; see `Image.init`.
  /// - Throws: As `Image.init`, for the image on top only.
  public convenience init(
    _ path: FilePath, gate: any OpenGate = ClosedGate(), secret: Secret? = nil,
    caches: CacheSizes = CacheSizes(), allowsBrokenHeader: Bool = false
  ) throws(ImageError) {
    let storage = try FileStorage(path)
    var opening = ChainOpening(
      gate: gate, secret: secret, caches: caches, allowsBrokenHeader: allowsBrokenHeader)
    let (image, dataFile) = try opening.image(storage, path)
    opening.layers = [
      Layer(
        name: storage.name, path: path, format: .guessed("qcow2"), content: .image(image),
        identity: storage.identity, modificationTime: storage.modificationTime,
        dataFile: dataFile)
    ]
    opening.openBelow(image, at: path)
    self.init(image, layers: opening.layers, findings: opening.findings)
  }
}

/// The state while a chain is opened, from the top down.
private struct ChainOpening {
  let gate: any OpenGate
  let secret: Secret?
  let caches: CacheSizes
  let allowsBrokenHeader: Bool
  var layers: [Layer] = []
  var findings: [Finding] = []

  init(gate: any OpenGate, secret: Secret?, caches: CacheSizes, allowsBrokenHeader: Bool) {
    self.gate = gate
    self.secret = secret
    self.caches = caches
    self.allowsBrokenHeader = allowsBrokenHeader
  }

  /// Opens one image with its data file.
  mutating func image(
    _ storage: FileStorage, _ path: FilePath
  ) throws(ImageError) -> (Image, DataFile?) {
    let inspection = try Inspection(storage)
    let name = inspection.header.has(.externalDataFile) ? inspection.dataFileName : nil
    let dataFile = name.map { name in
      let taken = layers.flatMap { [$0.identity, $0.dataFile?.identity] } + [storage.identity]
      return DataFile(name, namedBy: path, through: gate, except: taken.compactMap { $0 })
    }
    findings += dataFile?.finding.map { [$0] } ?? []
    let data = dataFile?.storage
    do throws(ImageError) {
      let image = try Image(
        storage, inspection, caches: caches, dataFile: data, secret: secret,
        allowsBrokenHeader: allowsBrokenHeader && layers.isEmpty)
      return (image, dataFile)
    } catch .encryption(let error) where !layers.isEmpty {
      // The pass phrase is that of another layer: this one is shown as far as it goes without.
      findings.append(
        Finding("backing-encryption", .warning, "\(storage.name): \(error)"))
      let image = try Image(storage, inspection, caches: caches, dataFile: data, secret: nil)
      return (image, dataFile)
    }
  }

  mutating func openBelow(_ top: Image, at path: FilePath) {
    var image = top
    var path = path
    while let name = image.inspection.backingFileName {
      let layer = open(name, image.inspection.backingFormat, namedBy: path)
      layers.append(layer)
      guard let next = layer.image, let nextPath = layer.path else { return }
      (image, path) = (next, nextPath)
    }
  }

  private mutating func open(
    _ name: Bytes, _ storedFormat: Bytes?, namedBy image: FilePath
  ) -> Layer {
    let reference = FileReference(backingName: name)
    let text = escaped(name.array)
    var layer = LayerDraft(
      name: text, path: reference.resolved(from: image),
      format: storedFormat.map { .stored(escaped($0.array)) } ?? .guessed(""))
    do throws(ImageError) {
      guard layers.count < Disk.mostLayers else {
        throw .openRefused("the chain is deeper than \(Disk.mostLayers) files")
      }
      let request = OpenRequest(.backingFile, reference, namedBy: image)
      let storage = try FileStorage(request, through: gate)
      layer.identify(storage)
      if let identity = layer.identity, layers.contains(where: { $0.identity == identity }) {
        throw .openRefused("the chain comes back to a file that is already in it")
      }
      if storedFormat == nil { layer.format = .guessed(try guess(storage, text)) }
      let content = try content(storage, &layer)
      return layer.finished(content)
    } catch {
      findings.append(
        Finding("backing-file", .warning, "the backing file \(quoted(text)) is not open: \(error)"))
      return layer.finished(.closed(error))
    }
  }

  private mutating func content(
    _ storage: FileStorage, _ layer: inout LayerDraft
  ) throws(ImageError) -> Layer.Content {
    switch layer.format {
    case .stored("qcow2"), .guessed("qcow2"):
      let (image, dataFile) = try image(storage, layer.path ?? storage.path)
      layer.dataFile = dataFile
      return .image(image)
    case .stored(let name), .guessed(let name):
      guard Layer.plainFormats.contains(name) else {
        throw .openRefused("its format \(quoted(name)) is not one that this program reads")
      }
      return .raw(storage, size: try storage.byteCount())
    }
  }

  /// Where no format is stored, the magic number is all there is to go by. What QEMU would take for
  /// a format that is not read here is raw all the same, but not without a word.
  private mutating func guess(
    _ storage: FileStorage, _ name: String
  ) throws(ImageError) -> String {
    let start = try storage.bytes(at: .zero, count: ForeignFormat.probed)
    if start.load(UInt32.self, at: 0).map(UInt64.init) == Header.magicNumber { return "qcow2" }
    if let format = ForeignFormat.of(start) {
      findings.append(
        Finding(
          "backing-guess", .warning,
          "the backing file \(quoted(name)), whose format is not stored, is read as raw, but it "
            + "begins like \(format.name) (\(format.magicText)), for which QEMU would take it"))
    }
    return "raw"
  }
}

/// A layer of which not everything is known yet.
private struct LayerDraft {
  let name: String
  let path: FilePath?
  var format: Layer.Format
  var identity: FileIdentity?
  var modificationTime: Int?
  var dataFile: DataFile?

  init(name: String, path: FilePath?, format: Layer.Format) {
    self.name = name
    self.path = path
    self.format = format
  }

  mutating func identify(_ storage: FileStorage) {
    identity = storage.identity
    modificationTime = storage.modificationTime
  }

  func finished(_ content: Layer.Content) -> Layer {
    Layer(
      name: name, path: path, format: format, content: content, identity: identity,
      modificationTime: modificationTime, dataFile: dataFile)
  }
}
