internal import QCOW2
internal import Surface

/// The way of the cursor's byte through the tables: guest > L1[i] > L2[j] > host > kind.
enum RibbonView {
  static func draw(_ model: Model, in line: Rect, on surface: inout Surface) {
    guard let translation = model.translation, translation.guest == model.cursor else {
      surface.put(
        model.image.geometry.virtualSize == 0 ? "the disk is empty" : "\(model.cursor)", x: line.x,
        y: line.y, style: Style(.muted), width: line.width)
      return
    }
    let hops = hops(translation, model.image, fitting: line.width)
    var x = line.x
    for (index, hop) in hops.enumerated() {
      if index > 0 {
        x += surface.put(
          " > ", x: x, y: line.y, style: Style(.muted), width: max(0, line.maxX - x))
      }
      x += surface.put(
        hop.text, x: x, y: line.y, style: Style(hop.role), width: max(0, line.maxX - x))
    }
  }

  private struct Hop {
    var text: String
    var role = Role.value
  }

  /// How much is said of each hop.
  private enum Detail: CaseIterable {
    /// With the entries as stored.
    case raw
    /// With their flags.
    case flags
    /// Indexes and offsets only.
    case short
  }

  /// The most detailed form that fits; the shortest one where none does.
  private static func hops(_ path: Translation, _ image: Image, fitting width: Int) -> [Hop] {
    let forms = Detail.allCases.map { hops(path, image, $0) }
    return forms.first { hops in
      hops.reduce(-3) { $0 + $1.text.count + 3 } <= width
    } ?? forms[forms.count - 1]
  }

  private static func hops(_ path: Translation, _ image: Image, _ detail: Detail) -> [Hop] {
    let isWide = detail == .raw
    var hops = [Hop(text: isWide ? "guest \(path.guest)" : String(path.guest.rawValue, radix: 16))]
    guard let l1 = path.l1 else {
      return hops + [Hop(text: "L1[\(path.l1Index)]"), end(path, image)]
    }
    hops.append(
      Hop(text: "L1[\(path.l1Index)]" + (isWide ? " \(hex(l1.rawValue, digits: 16))" : "")))
    guard l1.l2Table != nil else {
      hops[hops.count - 1].text = "L1[\(path.l1Index)]=0"
      return hops + [end(path, image)]
    }
    guard let l2 = path.l2 else { return hops + [end(path, image)] }
    let raw = isWide ? " \(hex(l2.rawValue, digits: 16))" : ""
    let flags = detail == .short ? "" : " " + flags(l2, path, image)
    hops.append(Hop(text: "L2[\(path.l2Index)]\(raw)\(flags)"))
    let word = detail == .short ? "" : "host "
    switch path.mapping {
    case .data(let host), .zeroAllocated(let host): hops.append(Hop(text: "\(word)\(host)"))
    case .compressed(let data):
      let count = data.additionalSectors + 1
      let sectors = detail == .short ? "" : " \(count) sector\(count == 1 ? "" : "s")"
      hops.append(Hop(text: "\(word)\(data.host)\(sectors)"))
    case .unallocated, .zeroPlain, .damaged: break
    }
    return hops + [end(path, image)]
  }

  private static func flags(_ l2: L2Entry, _ path: Translation, _ image: Image) -> String {
    var words = [image.geometry.hasExtendedL2 ? "ext" : "std"]
    if l2.isCompressed { words = ["COMPRESSED"] }
    if l2.hasZeroFlag { words.append("ZERO") }
    if l2.isCopied { words.append("COPIED") }
    if let subcluster = path.subcluster, !l2.isCompressed {
      words.append("sub \(subcluster) bitmap \(hex(l2.subclusters.rawValue, digits: 16))")
    }
    return words.joined(separator: " ")
  }

  private static func end(_ path: Translation, _ image: Image) -> Hop {
    let kind = path.mapping.kind
    switch path.mapping {
    case .damaged(let damage): return Hop(text: damage.description, role: .damaged)
    case .unallocated:
      guard let name = image.inspection.backingFileName else {
        return Hop(text: "not allocated, reads as zeros", role: .hole)
      }
      return Hop(text: "not allocated, needs backing \(escaped(name.array))", role: .backing)
    case .zeroAllocated:
      return Hop(text: "reads as zeros, host cluster kept", role: KindStyle.role(kind))
    case .zeroPlain: return Hop(text: "reads as zeros", role: KindStyle.role(kind))
    case .compressed:
      let codec = image.header[.compressionType] == 1 ? "zstd" : "deflate"
      return Hop(text: codec, role: KindStyle.role(kind))
    case .data:
      return Hop(text: image.hasDataFile ? "in the data file" : "data", role: KindStyle.role(kind))
    }
  }
}

/// The line below: the run around the cursor or, with the map in focus, its cell.
enum InspectorView {
  static func draw(_ model: Model, in line: Rect, on surface: inout Surface) {
    let (text, role) = model.focus == .map ? cell(model) : run(model)
    surface.put(text, x: line.x, y: line.y, style: Style(role), width: line.width)
  }

  private static func run(_ model: Model) -> (String, Role) {
    if case .failure(let error)? = model.page?.piece(at: model.cursor)?.content {
      return ("cannot be read: \(error)", .warning)
    }
    guard let run = model.run, run.range.contains(model.cursor) else { return ("", .muted) }
    let last = GuestOffset(run.end.rawValue - 1)
    var text = "\(run.kind.name) \(run.start)..\(last) \(binarySize(run.length))"
    let clusters = run.length / model.image.geometry.clusterSize
    if clusters > 0 { text += ", \(grouped(clusters)) cluster\(clusters == 1 ? "" : "s")" }
    if run.kind != .compressed, let host = run.host { text += " in one piece at host \(host)" }
    return (text, KindStyle.role(run.kind) == .damaged ? .damaged : .plain)
  }

  private static func cell(_ model: Model) -> (String, Role) {
    guard let grid = model.grid, let index = grid.frame.cell(at: model.cursor) else {
      return ("", .muted)
    }
    let range = grid.frame.range(of: index)
    let counts = grid.cells[index]
    let capacity = grid.frame.capacity(of: index)
    let unread = capacity - min(capacity, counts.total)
    var parts = Kind.allCases.filter { counts[$0] > 0 }.map {
      "\($0.name) \(grouped(counts[$0]))"
    }
    if unread > 0 { parts.append("not read yet \(grouped(unread))") }
    let size = range.isEmpty ? 0 : range.upperBound - range.lowerBound
    return (
      "cell @\(range.lowerBound) +\(binarySize(size)): \(parts.joined(separator: ", "))", .plain
    )
  }
}
