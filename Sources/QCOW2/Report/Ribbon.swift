/// The way of a byte through the tables of every layer, as a line of hops.
package struct Ribbon {
  /// One step on the way.
  package struct Hop: Equatable, Sendable {
    /// What kind of thing a hop is.
    package enum Kind: CaseIterable, Sendable {
      case place, hole, zero, data, compressed, backing, damaged
    }

    package var text: String
    package var kind = Kind.place

    /// How the hop is shown.
    package var tone: Tone? {
      switch kind {
      case .place: nil
      case .hole, .zero: .faint
      case .data: .data
      case .compressed: .compressed
      case .backing: .backing
      case .damaged: .bad
      }
    }
  }

  /// How much is said of each hop.
  private enum Detail: CaseIterable {
    /// With the entries as stored.
    case raw
    /// With their flags and subclusters.
    case flags
    /// With their subclusters alone.
    case subclusters
    /// With their flags alone.
    case brief
    /// Indexes and offsets only, of the last layer only.
    case short
  }

  private let path: [Translation]
  private let disk: Disk
  private let firstLayer: Int

  /// - Parameters:
  ///   - path: The translations of one place, of which there is at least one.
  ///   - disk: The disk they are of.
  ///   - firstLayer: The number that its first layer has in the whole chain.
  package init(_ path: [Translation], _ disk: Disk, firstLayer: Int = 0) {
    self.path = path
    self.disk = disk
    self.firstLayer = firstLayer
  }

  /// The hops in as much detail as fits.
  ///
  /// - Parameters:
  ///   - width: The columns there are.
  ///   - columns: The columns of a text.
  /// - Returns: The most detailed form that fits; the shortest one where none does.
  package func hops(
    fitting width: Int, _ columns: (String) -> Int = { $0.count }
  ) -> [Hop] {
    let forms = Detail.allCases.map(hops)
    return forms.first { hops in
      hops.reduce(-3) { $0 + columns($1.text) + 3 } <= width
    } ?? forms[forms.count - 1]
  }

  private func hops(_ detail: Detail) -> [Hop] {
    guard let guest = path.first?.guest else { return [] }
    var hops = [Hop(text: detail == .raw ? "guest \(guest)" : String(guest.rawValue, radix: 16))]
    for (layer, translation) in path.enumerated() {
      guard let image = disk.layers[layer].image else { break }
      let isLast = layer == path.count - 1
      guard isLast || detail != .short else { continue }
      if layer > 0 { hops.append(Hop(text: name(ofLayer: layer))) }
      hops += entries(translation, image, detail)
      hops += isLast ? end(translation, image) : [Hop(text: "not allocated", kind: .hole)]
    }
    return hops
  }

  private func name(ofLayer layer: Int) -> String {
    "layer \(firstLayer + layer) \(disk.layers[layer].name)"
  }

  private func entries(_ step: Translation, _ image: Image, _ detail: Detail) -> [Hop] {
    guard let l1 = step.l1 else { return [Hop(text: "L1[\(step.l1Index)]")] }
    guard l1.l2Table != nil else { return [Hop(text: "L1[\(step.l1Index)]=0")] }
    let isRaw = detail == .raw
    var hops = [
      Hop(text: "L1[\(step.l1Index)]" + (isRaw ? " \(hex(l1.rawValue, digits: 16))" : ""))
    ]
    guard let l2 = step.l2 else { return hops }
    let raw = isRaw ? " \(hex(l2.rawValue, digits: 16))" : ""
    let flags = flags(l2, step, image, detail).map { " " + $0 }.joined()
    hops.append(Hop(text: "L2[\(step.l2Index)]\(raw)\(flags)"))
    let isWordy = detail != .short && detail != .subclusters
    let word = isWordy ? image.hasDataFile ? "data file " : "host " : ""
    switch step.mapping {
    case .data(let host), .zeroAllocated(let host): hops.append(Hop(text: "\(word)\(host)"))
    case .compressed(let data):
      let count = data.additionalSectors + 1
      let sectors = detail == .short ? "" : " \(count) sector\(count == 1 ? "" : "s")"
      hops.append(Hop(text: "\(word)\(data.host)\(sectors)"))
    case .unallocated, .zeroPlain, .missing, .damaged: break
    }
    return hops
  }

  private func flags(
    _ l2: L2Entry, _ step: Translation, _ image: Image, _ detail: Detail
  ) -> [String] {
    if detail == .short { return [] }
    var words = [image.geometry.hasExtendedL2 ? "ext" : "std"]
    if l2.isCompressed { words = ["COMPRESSED"] }
    if l2.hasZeroFlag { words.append("ZERO") }
    if l2.isCopied { words.append("COPIED") }
    guard let subcluster = step.subcluster, !l2.isCompressed else { return words }
    if detail == .subclusters { words = [] }
    words.append("sub \(subcluster)")
    if detail != .brief { words.append(letters(l2, image)) }
    if detail == .raw { words.append("bitmap \(hex(l2.subclusters.rawValue, digits: 16))") }
    return words
  }

  /// The 32 subclusters by the entry alone, the first one first.
  private func letters(_ l2: L2Entry, _ image: Image) -> String {
    (0..<image.geometry.subclustersPerCluster).reduce(into: "") { text, index in
      let mapping = l2.mapping(
        subcluster: index, image.geometry, hasDataFile: image.hasDataFile)
      text.unicodeScalars.append(mapping.kind.letter)
    }
  }
}

extension Ribbon {
  private func end(_ step: Translation, _ image: Image) -> [Hop] {
    switch step.mapping {
    case .damaged(let damage): [Hop(text: damage.description, kind: .damaged)]
    case .unallocated, .missing: below(step.guest)
    case .zeroAllocated: [Hop(text: "reads as zeros, host cluster kept", kind: .zero)]
    case .zeroPlain: [Hop(text: "reads as zeros", kind: .zero)]
    case .compressed:
      [Hop(text: image.header[.compressionType] == 1 ? "zstd" : "deflate", kind: .compressed)]
    case .data: [Hop(text: "data", kind: .data)]
    }
  }

  /// What is below the last image that was asked.
  private func below(_ guest: GuestOffset) -> [Hop] {
    guard path.count < disk.layers.count else {
      return [Hop(text: "not allocated, reads as zeros", kind: .hole)]
    }
    let layer = disk.layers[path.count]
    let name = Hop(text: name(ofLayer: path.count), kind: .backing)
    switch layer.content {
    case .closed: return [Hop(text: "not allocated, needs backing \(layer.name)", kind: .backing)]
    case .raw where guest.rawValue < layer.virtualSize:
      return [
        Hop(text: "not allocated", kind: .hole), name, Hop(text: "host \(hex(guest.rawValue))"),
      ]
    case .raw, .image:
      return [
        Hop(text: "not allocated", kind: .hole), name,
        Hop(text: "past its end, reads as zeros", kind: .hole),
      ]
    }
  }
}
