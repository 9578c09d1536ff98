/// The way of a byte through the tables of every layer, as a line of hops.
package struct Ribbon {
  /// One step on the way.
  package struct Hop: Equatable, Sendable {
    /// What kind of thing a hop is.
    package enum Kind: CaseIterable, Sendable {
      case place, hole, zero, data, compressed, backing, damaged
    }

    /// Which entry or place a hop is, however much is told of it.
    package struct Step: Hashable, Sendable {
      /// What it is within its layer.
      package enum Part: Hashable, Sendable {
        /// The guest's byte.
        case guest
        /// The name of a layer below.
        case name
        case l1, l2
        /// The place in the layer's file.
        case host
        /// What the way ends with.
        case end
      }

      /// The layer, of which the image on top of the disk is 0.
      package let layer: Int
      package let part: Part
    }

    package var text: String
    package var kind = Kind.place
    package let step: Step

    init(_ text: String, _ part: Step.Part, layer: Int, kind: Kind = .place) {
      self.text = text
      self.kind = kind
      step = Step(layer: layer, part: part)
    }

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
    let start = detail == .raw ? "guest \(guest)" : String(guest.rawValue, radix: 16)
    var hops = [Hop(start, .guest, layer: 0)]
    for (layer, translation) in path.enumerated() {
      guard let image = disk.layers[layer].image else { break }
      let isLast = layer == path.count - 1
      guard isLast || detail != .short else { continue }
      if layer > 0 { hops.append(Hop(name(ofLayer: layer), .name, layer: layer)) }
      hops += entries(translation, image, detail, layer)
      hops +=
        isLast
        ? end(translation, image, layer)
        : [Hop("not allocated", .end, layer: layer, kind: .hole)]
    }
    return hops
  }

  private func name(ofLayer layer: Int) -> String {
    "layer \(firstLayer + layer) \(disk.layers[layer].name)"
  }

  private func entries(
    _ step: Translation, _ image: Image, _ detail: Detail, _ layer: Int
  ) -> [Hop] {
    let name = "L1[\(step.l1Index)]"
    guard let l1 = step.l1 else { return [Hop(name, .l1, layer: layer)] }
    guard l1.l2Table != nil else { return [Hop("\(name)=0", .l1, layer: layer)] }
    let isRaw = detail == .raw
    var hops = [
      Hop(name + (isRaw ? " \(hex(l1.rawValue, digits: 16))" : ""), .l1, layer: layer)
    ]
    guard let l2 = step.l2 else { return hops }
    let raw = isRaw ? " \(hex(l2.rawValue, digits: 16))" : ""
    let flags = flags(l2, step, image, detail).map { " " + $0 }.joined()
    hops.append(Hop("L2[\(step.l2Index)]\(raw)\(flags)", .l2, layer: layer))
    let isWordy = detail != .short && detail != .subclusters
    let word = isWordy ? image.hasDataFile ? "data file " : "host " : ""
    switch step.mapping {
    case .data(let host), .zeroAllocated(let host):
      hops.append(Hop("\(word)\(host)", .host, layer: layer))
    case .compressed(let data):
      let count = data.additionalSectors + 1
      let sectors = detail == .short ? "" : " " + counted(count, "sector")
      hops.append(Hop("\(word)\(data.host)\(sectors)", .host, layer: layer))
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
    if detail != .brief { words.append(l2.letters(image.geometry, hasDataFile: image.hasDataFile)) }
    if detail == .raw { words.append("bitmap \(hex(l2.subclusters.rawValue, digits: 16))") }
    return words
  }
}

extension Ribbon {
  private func end(_ step: Translation, _ image: Image, _ layer: Int) -> [Hop] {
    let hop = { (text: String, kind: Hop.Kind) in Hop(text, .end, layer: layer, kind: kind) }
    switch step.mapping {
    case .damaged(let damage): return [hop(damage.description, .damaged)]
    case .unallocated, .missing: return below(step.guest, layer)
    case .zeroAllocated: return [hop("reads as zeros, host cluster kept", .zero)]
    case .zeroPlain: return [hop("reads as zeros", .zero)]
    case .compressed:
      return [hop(image.header[.compressionType] == 1 ? "zstd" : "deflate", .compressed)]
    case .data: return [hop("data", .data)]
    }
  }

  /// What is below the last image that was asked.
  private func below(_ guest: GuestOffset, _ last: Int) -> [Hop] {
    guard path.count < disk.layers.count else {
      return [Hop("not allocated, reads as zeros", .end, layer: last, kind: .hole)]
    }
    let layer = disk.layers[path.count]
    let hole = Hop("not allocated", .end, layer: last, kind: .hole)
    let name = Hop(name(ofLayer: path.count), .name, layer: path.count, kind: .backing)
    switch layer.content {
    case .closed:
      return [
        Hop("not allocated, needs backing \(layer.name)", .end, layer: last, kind: .backing)
      ]
    case .raw where guest.rawValue < layer.virtualSize:
      return [hole, name, Hop("host \(hex(guest.rawValue))", .host, layer: path.count)]
    case .raw, .image:
      return [
        hole, name, Hop("past its end, reads as zeros", .end, layer: path.count, kind: .hole),
      ]
    }
  }
}
