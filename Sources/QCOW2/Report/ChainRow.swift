package import SystemPackage

/// One line about a chain: a layer of the disk, or the data file of one.
package struct ChainRow: Equatable, Sendable {
  /// What became of the file.
  package enum Verdict: Equatable, Sendable {
    case open
    /// Open, but its content changed after that of the layer above, which may not match it any more.
    case newer(seconds: Int)
    /// The same file as a layer above.
    case loop(to: Int)
    /// Not open: the gate said no.
    case refused(String)
    /// Not open: the system could not, or what is there is no image.
    case failed(String)
  }

  /// The layer, or the one that the data file belongs to.
  package let layer: Int
  /// Whether the line is that of a data file.
  package let isDataFile: Bool
  /// The name by which the layer above calls it, escaped.
  package let name: String
  /// The path it was opened by, or would be.
  package let path: FilePath?
  /// The same from the root on: without links where the file is open, else as names lead to it.
  package let fullPath: FilePath?
  /// The format and how it is known.
  package let format: Layer.Format
  /// The size of the disk it describes, where it is open.
  package let virtualSize: UInt64?
  /// The length of the file, where it is open.
  package let fileSize: UInt64?
  /// What the file takes on its disk, where that is known.
  package let allocated: UInt64?
  /// When its content was last changed, in seconds since 1970.
  package let modificationTime: Int?
  package let verdict: Verdict

  /// The lines of a disk, from the image down, each data file below its image.
  package static func rows(of disk: Disk) -> [ChainRow] {
    disk.layers.indices.flatMap { index in
      [ChainRow(index, disk.layers)] + (ChainRow(dataFileOf: index, disk.layers).map { [$0] } ?? [])
    }
  }

  private init(_ index: Int, _ layers: [Layer]) {
    let layer = layers[index]
    let storage = layer.storage
    self.layer = index
    isDataFile = false
    name = layer.name
    path = layer.path
    fullPath = Self.fullPath(storage, path)
    format = layer.format
    virtualSize = storage == nil ? nil : layer.virtualSize
    fileSize = try? storage?.byteCount()
    allocated = storage?.allocatedByteCount()
    modificationTime = layer.modificationTime
    verdict = Self.verdict(index, layers)
  }

  private init?(dataFileOf index: Int, _ layers: [Layer]) {
    guard let image = layers[index].image, image.hasDataFile else { return nil }
    let file = layers[index].dataFile
    let stored = image.inspection.dataFileName.map { escaped($0.array) }
    layer = index
    isDataFile = true
    name = file?.name ?? stored ?? "no name is stored"
    path = file?.path
    fullPath = Self.fullPath(file?.storage, path)
    format = .stored("raw")
    virtualSize = nil
    fileSize = try? file?.storage?.byteCount()
    allocated = file?.storage?.allocatedByteCount()
    modificationTime = file?.modificationTime
    switch file?.content {
    case .open: verdict = .open
    case .closed(let error):
      // Only what is in the chain already was opened and closed again.
      let same = file?.identity.flatMap { identity in
        layers[...index].firstIndex { [$0.identity, $0.dataFile?.identity].contains(identity) }
      }
      verdict = same.map(Verdict.loop) ?? Self.verdict(error)
    case nil: verdict = .refused("no other file is opened unless that is asked for")
    }
  }

  private static func fullPath(_ storage: (any Storage)?, _ path: FilePath?) -> FilePath? {
    (storage as? FileStorage)?.realPath ?? path.map(RealPath.absolute)
  }

  private static func verdict(_ index: Int, _ layers: [Layer]) -> Verdict {
    let layer = layers[index]
    if case .closed(let error) = layer.content {
      let earlier = layers[..<index].firstIndex { $0.identity == layer.identity }
      return layer.identity == nil ? verdict(error) : earlier.map(Verdict.loop) ?? verdict(error)
    }
    guard index > 0, let below = layer.modificationTime,
      let above = layers[index - 1].modificationTime, below > above
    else { return .open }
    return .newer(seconds: below - above)
  }

  private static func verdict(_ error: ImageError) -> Verdict {
    if case .openRefused(let reason) = error { .refused(reason) } else { .failed("\(error)") }
  }

  /// Whether the file is open.
  package var isOpen: Bool {
    switch verdict {
    case .open, .newer: true
    case .loop, .refused, .failed: false
    }
  }

  /// Whether the key that opens a file after all may do something.
  package var canBeAllowed: Bool {
    if case .refused = verdict { path != nil } else { false }
  }
}

extension ChainRow {
  /// The format in a word or two.
  package var formatText: String {
    switch format {
    case .stored(let name): name
    // The image on top is what it is; nobody stores that.
    case .guessed(let name) where layer == 0: name
    case .guessed(let name): name.isEmpty ? "not stored" : "\(name), guessed"
    }
  }
}

extension ChainRow.Verdict {
  /// All there is to say.
  package var explanation: String {
    switch self {
    case .open: "open for reading"
    case .newer(let seconds):
      "open, but changed \(seconds) s after the layer above, which may not match it any more"
    case .loop(let layer):
      "the chain comes back to the file of layer \(layer) and ends here"
    case .refused(let reason): "refused: \(reason)"
    case .failed(let reason): "cannot be opened: \(reason)"
    }
  }
}

extension Layer {
  /// The file, where it is open.
  fileprivate var storage: (any Storage)? {
    switch content {
    case .image(let image): image.storage
    case .raw(let storage, _): storage
    case .closed: nil
    }
  }
}
