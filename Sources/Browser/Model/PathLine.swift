internal import QCOW2

/// The hop of the path that is chosen.
package struct ChosenHop: Equatable, Sendable {
  var step: Ribbon.Hop.Step
  /// The byte whose path it is of.
  var guest: GuestOffset
  /// Whether Enter opens it; after that it only is where walking goes on.
  var isShown = true
}

/// The path of the cursor's byte as it is laid out on its line.
struct PathLine {
  static let separator = " > "

  let hops: [Ribbon.Hop]
  /// The first hop on the line: more of the path is to its left.
  let first: Int
  /// The columns of each hop from there on.
  let columns: [Range<Int>]

  /// - Parameters:
  ///   - model: Has the path.
  ///   - width: The columns of the line.
  ///   - measure: The columns of a text.
  init?(_ model: Model, width: Int, _ measure: (String) -> Int = { $0.count }) {
    guard model.path.first?.guest == model.cursor else { return nil }
    let ribbon = Ribbon(model.path, model.disk, firstLayer: model.firstLayer)
    let hops = ribbon.hops(fitting: width, measure)
    let widths = hops.map { measure($0.text) }
    let chosen = model.shownHop.flatMap { step in hops.firstIndex { $0.step == step } } ?? 0
    // As many of the hops before the chosen one as leave it whole.
    var (first, used) = (chosen, widths[chosen])
    while first > 0, used + widths[first - 1] + Self.separator.count + 2 <= width {
      first -= 1
      used += widths[first] + Self.separator.count
    }
    var x = first > 0 ? 2 : 0
    var columns: [Range<Int>] = []
    for width in widths[first...] {
      columns.append(x..<x + width)
      x += width + Self.separator.count
    }
    (self.hops, self.first, self.columns) = (hops, first, columns)
  }

  /// The hop at a column.
  func hop(at column: Int) -> Ribbon.Hop? {
    columns.firstIndex { $0.contains(column) }.map { hops[first + $0] }
  }
}

extension Model {
  /// The chosen hop, if it is one of the way of the cursor's byte.
  var shownHop: Ribbon.Hop.Step? {
    guard let hop = chosenHop, hop.isShown, hop.guest == cursor, overlay == nil else { return nil }
    return hop.step
  }

  /// The chosen hop with all that is said of it.
  var fullHop: Ribbon.Hop? {
    guard let step = shownHop, let line = PathLine(self, width: 1 << 16) else { return nil }
    return line.hops.first { $0.step == step }
  }

  /// What the chosen hop is, for the line below the path; nil where that says more of the byte by itself.
  var hopText: (text: String, isFaulty: Bool)? {
    guard let hop = fullHop else { return nil }
    guard path.indices.contains(hop.step.layer), let image = disk.layers[hop.step.layer].image
    else { return (hop.text, false) }
    let way = path[hop.step.layer]
    switch hop.step.part {
    case .guest: return (guestText(way, image.geometry), false)
    case .l1: return l1Text(way, image)
    case .l2: return l2Text(way, image)
    case .host: return (hostText(hop, way, image), false)
    case .name: return ("\(hop.text), Enter shows it among the files", false)
    case .end: return hop.kind == .data ? nil : (hop.text, hop.kind == .damaged)
    }
  }

  /// How the guest's offset is cut into indexes.
  private func guestText(_ way: Translation, _ geometry: Geometry) -> String {
    "guest \(way.guest): entry \(way.l1Index) of the L1 table, \(way.l2Index) of its L2 table, "
      + "byte \(hex(geometry.offsetInCluster(way.guest))) of the cluster"
  }

  private func hostText(_ hop: Ribbon.Hop, _ way: Translation, _ image: Image) -> String {
    guard let host = way.mapping.host else { return hop.text }
    let cluster = host.rawValue >> UInt64(image.geometry.clusterBits)
    let byte = hex(image.geometry.offsetInCluster(host))
    let whose = image.hasDataFile ? "the external data file" : shortName(hop.step.layer)
    return "\(hop.text): cluster \(cluster) of \(whose), byte \(byte) of it"
  }

  private func l2Text(_ way: Translation, _ image: Image) -> (String, Bool)? {
    guard let entry = way.l2, let place = l2Place(way, image) else { return nil }
    let name = "L2[\(way.l2Index)] at file \(place), \(hex(entry.rawValue, digits: 16))"
    if case .damaged(let damage) = way.mapping { return ("\(name): \(damage.description)", true) }
    let text = entry.text(image.geometry, hasDataFile: image.hasDataFile)
    return ("\(name): \(text)", false)
  }

  private func l1Text(_ way: Translation, _ image: Image) -> (String, Bool) {
    let place = image.l1Start.advanced(by: UInt64(way.l1Index) * 8)
    let name = "L1[\(way.l1Index)]" + (place.map { " at file \($0)" } ?? "")
    guard let entry = way.l1 else { return ("\(name) is past the end of the file", true) }
    return ("\(name), \(hex(entry.rawValue, digits: 16)): \(entry.text)", false)
  }

  /// Where the L2 entry of a way lies in its file.
  func l2Place(_ way: Translation, _ image: Image) -> HostOffset? {
    let size = UInt64(image.geometry.l2EntrySize)
    return way.l1?.l2Table?.advanced(by: UInt64(way.l2Index) * size)
  }
}
