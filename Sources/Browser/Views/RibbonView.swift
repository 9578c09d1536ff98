internal import QCOW2
internal import Surface

/// The way of the cursor's byte through the tables: guest > L1[i] > L2[j] > host > kind.
enum RibbonView {
  static func draw(_ model: Model, in line: Rect, on surface: inout Surface) {
    guard let path = PathLine(model, width: line.width, surface.columns) else {
      surface.put(
        model.image.geometry.virtualSize == 0 ? "the disk is empty" : "\(model.cursor)", x: line.x,
        y: line.y, style: Style(.muted), width: line.width)
      return
    }
    let chosen = model.shownHop
    let pieces = path.hops[path.first...].map { hop in
      [Span(hop.text, Style(role(hop.kind), hop.step == chosen ? .reverse : []))]
    }
    let cut = path.first > 0 ? [Span("\(surface.glyphs.ellipsis) ", Style(.muted))] : []
    surface.put(
      cut + pieces.joined(separator: [Span(PathLine.separator, Style(.muted))]), x: line.x,
      y: line.y, width: line.width)
  }

  private static func role(_ kind: Ribbon.Hop.Kind) -> Role {
    switch kind {
    case .place: .value
    case .hole: .hole
    case .zero: .zero
    case .data: .data
    case .compressed: .compressed
    case .backing: .backing
    case .damaged: .damaged
    }
  }
}

/// The line below: the run around the cursor or, with the map in focus, its cell.
enum InspectorView {
  static func draw(_ model: Model, in line: Rect, on surface: inout Surface) {
    if let hop = model.hopText {
      surface.put(
        cutting: hop.text, x: line.x, y: line.y, style: Style(hop.isFaulty ? .warning : .plain),
        width: line.width)
      return
    }
    let (text, role) =
      switch model.focus {
      case .map where model.hosts.isShown: HostLegend.detail(model)
      case .map: cell(model)
      case .tables: TablesView.detail(model)
      case .snapshots: SnapshotsView.detail(model)
      case .bitmaps: BitmapsView.detail(model)
      case .chain: ChainView.detail(model)
      case .check: CheckView.detail(model)
      case .runs: RunsView.detail(model)
      case .fileRuns: FileRunsView.detail(model)
      case .hits: HitsView.detail(model)
      case .volumes: VolumesView.detail(model)
      case .space: SpaceView.detail(model)
      case .marks: MarksView.detail(model)
      case .header, .features, .hex: bytes(model)
      }
    surface.put(cutting: text, x: line.x, y: line.y, style: Style(role), width: line.width)
  }

  /// What is selected or, where nothing is, the run around the cursor.
  private static func bytes(_ model: Model) -> (String, Role) {
    guard let selection = model.selection else {
      let isOfFile = model.hexSpace == .host && model.focus == .hex
      let (text, role) = isOfFile ? file(model) : other(model) ?? run(model)
      let said = model.notes(
        at: isOfFile ? model.hosts.cursor.rawValue : model.cursor.rawValue,
        in: isOfFile ? .host : .guest)
      return said.isEmpty
        ? (text, role) : (escaped(said.joined(separator: ", ")) + "  " + text, role)
    }
    let bounds = selection.bounds
    let space = selection.space == .guest ? "guest" : "file"
    let size = selection.count < 1024 ? "" : " (\(binarySize(selection.count)))"
    return (
      "selected \(space) \(hex(bounds.lowerBound))..\(hex(bounds.upperBound - 1)): "
        + counted(selection.count, "byte", "bytes") + size, .plain
    )
  }

  /// The bytes of the disk that is compared with in the cursor's row, where they are others.
  private static func other(_ model: Model) -> (String, Role)? {
    guard let comparison = model.comparison, model.focus == .hex, let hex = model.hexLayout,
      model.hexSpace == .guest
    else { return nil }
    let width = UInt64(hex.bytesPerRow)
    let first = model.cursor.rawValue / width * width
    let row = (first..<first + width).filter { $0 < model.hexSize }
    guard row.contains(where: { model.differs(at: $0) == true }) else { return nil }
    let bytes = row.map { model.otherByte(at: $0) }
    let digits = bytes.map { byte in
      byte.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) } ?? "??"
    }
    let text = bytes.map { byte in
      byte.map { (0x20...0x7e).contains($0) ? String(Unicode.Scalar($0)) : "." } ?? "?"
    }
    return ("\(digits.joined(separator: " "))  \(text.joined())  \(comparison.name)", .warning)
  }

  /// What is known of the file's byte under the cursor.
  private static func file(_ model: Model) -> (String, Role) {
    if let error = model.hostPage?.failure(at: model.hosts.cursor) {
      return ("cannot be read: \(error)", .warning)
    }
    guard let note = model.fieldNote, note.range.contains(model.hosts.cursor) else {
      return ("file @\(model.hosts.cursor)", .plain)
    }
    if let owners = model.clusterOwners {
      return ("file @\(model.hosts.cursor): \(owners.brief)", .plain)
    }
    return ("file @\(model.hosts.cursor): \(note.text)", note.isFaulty ? .warning : .plain)
  }

  private static func run(_ model: Model) -> (String, Role) {
    if case .failure(let error)? = model.page?.piece(at: model.cursor)?.content {
      return ("cannot be read: \(error)", .warning)
    }
    guard let run = model.run, run.range.contains(model.cursor) else { return ("", .muted) }
    let last = GuestOffset(run.end.rawValue - 1)
    let provider =
      run.layer > 0 ? " from \(model.layerName(run.layer))" : ""
    var text = "\(run.kind.name)\(provider) \(run.start)..\(last) \(binarySize(run.length))"
    let clusters = run.length / model.image.geometry.clusterSize
    if clusters > 0 { text += ", " + counted(clusters, "cluster", "clusters") }
    if run.kind != .compressed, let host = run.host { text += " in one piece at host \(host)" }
    return (text, KindStyle.role(run.kind) == .damaged ? .damaged : .plain)
  }

  /// What the colouring of the map says of a cell.
  private static func tint(of cell: Int, _ model: Model, _ frame: CellFrame) -> [String] {
    guard let tint = model.tint, tint.frame == frame else { return [] }
    switch tint {
    case .layers(let grid):
      return grid.shares(of: cell).map { "\(model.layerName($0.layer)) \(grouped($0.units))" }
    case .classes(let grid):
      guard model.coloring == .scheme(grid.scheme) else { return [] }
      return zip(grid.scheme.classes, grid.counts(of: cell)).filter { $0.1 > 0 }.map {
        "\($0.name) \(grouped($1))"
      }
    case .dirty(let grid): return ["marked \(binarySize(grid.bytes[cell]))"]
    }
  }

  private static func cell(_ model: Model) -> (String, Role) {
    guard let grid = model.grid, let index = grid.frame.cell(at: model.cursor) else {
      return ("", .muted)
    }
    let range = grid.frame.range(of: index)
    let counts = grid.cells[index]
    let capacity = grid.frame.capacity(of: index)
    let unread = capacity - min(capacity, counts.total)
    var parts = tint(of: index, model, grid.frame)
    parts += Kind.allCases.filter { counts[$0] > 0 }.map {
      "\($0.name) \(grouped(counts[$0]))"
    }
    if unread > 0 { parts.append("not read yet \(grouped(unread))") }
    let size = range.isEmpty ? 0 : range.upperBound - range.lowerBound
    let mark = model.damage.first(in: range)
    if let mark { parts.insert(mark.problem.rule.title, at: 0) }
    return (
      "cell @\(range.lowerBound) +\(binarySize(size)): \(parts.joined(separator: ", "))",
      mark == nil ? .plain : .warning
    )
  }
}

extension Model {
  /// A layer of the disk by its number in the whole chain and its name.
  func layerName(_ layer: Int) -> String {
    "layer \(firstLayer + layer) \(shortName(layer))"
  }

  /// The name by which a layer is known; the image itself is not named by anyone.
  func shortName(_ layer: Int) -> String { layer == 0 ? facts.name : disk.layers[layer].name }
}
