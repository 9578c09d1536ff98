internal import QCOW2

/// Explains a byte of the disk or of the file.
struct ExplanationJob: Sendable {
  let disk: Disk
  let shelf: AnatomyShelf
  /// The layers by number and name.
  let names: [String]

  func run(_ space: AddressSpace, _ place: UInt64, _ cancellation: Cancellation) -> [Explanation] {
    switch space {
    case .guest: guest(GuestOffset(place), cancellation)
    case .host: [host(HostOffset(place), cancellation)]
    }
  }

  /// Explains an entry of a table by itself, whatever else lies there.
  func entry(_ table: EntryTable, _ row: Int, _ cancellation: Cancellation) -> Explanation {
    let title = "\(table.entryName)[\(row)]"
    do throws(ImageError) {
      let anatomy = try shelf.anatomy(of: disk.image.file, cancellation)
      let name = anatomy.disk(of: disk.image) ?? .active
      let listing = try anatomy.table(table.structure(of: name))
      let fields = try listing.structure.map { structure throws(ImageError) in
        try anatomy.entries(of: structure, row..<row + 1)
      }
      if let field = fields?.first { return anatomy.explanation(of: field) }
      let line = Explanation.Line(
        label: "!", text: listing.problem ?? "there is no such entry", isFaulty: listing.isFaulty)
      return Explanation(title: title, lines: [line])
    } catch {
      return Explanation(title, error)
    }
  }

  private func host(_ place: HostOffset, _ cancellation: Cancellation) -> Explanation {
    do throws(ImageError) {
      let anatomy = try shelf.anatomy(of: disk.image.file, cancellation)
      guard let field = try anatomy.field(at: place) else {
        return elsewhere(place, anatomy)
      }
      return anatomy.explanation(of: field, at: place)
    } catch {
      return Explanation("file \(place)", error)
    }
  }

  private func elsewhere(_ place: HostOffset, _ anatomy: Anatomy) -> Explanation {
    let geometry = anatomy.geometry
    let start = HostOffset(place.rawValue - geometry.offsetInCluster(place))
    let last = HostOffset(start.rawValue + (geometry.clusterSize - 1))
    let count = anatomy.referenceCount(of: place)
    var lines = [
      Explanation.Line(
        label: "is",
        text: "no field of the header, a directory or a table: data of the disk or of a snapshot, "
          + "the bits of a bitmap, or free"),
      Explanation.Line(label: "cluster", text: "\(start)..\(last) of the file"),
      Explanation.Line(
        label: "counts",
        text: count.map { counted($0, "reference", "references") } ?? "cannot be read",
        isFaulty: count == nil),
      Explanation.Line(label: "whose", text: "the layout of the file tells, s on the map shows it"),
    ]
    if anatomy.isCut {
      lines.append(
        Explanation.Line(
          label: "!", text: "the file has more tables than were read; it may be in one of them",
          isFaulty: true))
    }
    return Explanation(title: "file \(place)", lines: lines)
  }

  /// What maps the byte in each image on its way, the one on top first.
  private func guest(_ place: GuestOffset, _ cancellation: Cancellation) -> [Explanation] {
    let path = disk.translations(of: place)
    var result: [Explanation] = []
    for (layer, translation) in path.enumerated() where !cancellation.isCancelled {
      guard let image = disk.layers[layer].image else { break }
      result += entries(translation, image, layer, cancellation)
    }
    if path.last?.mapping == .unallocated, path.count < disk.layers.count {
      result.append(below(disk.layers[path.count], place, path.count))
    }
    return result
  }

  /// The entry that decides first, then the one that leads to it.
  private func entries(
    _ translation: Translation, _ image: Image, _ layer: Int, _ cancellation: Cancellation
  ) -> [Explanation] {
    let prefix = names.count > 1 ? "\(names[layer]): " : ""
    let guest = translation.guest
    do throws(ImageError) {
      let anatomy = try shelf.anatomy(of: image.file, cancellation)
      let name = anatomy.disk(of: image)
      let fields = try name.map { disk throws(ImageError) in
        try anatomy.entries(mapping: guest, of: disk)
      }
      guard let fields, !fields.isEmpty else {
        let line = Explanation.Line(
          label: "!", text: "no L1 table has an entry for it", isFaulty: true)
        return [Explanation(title: "\(prefix)guest \(guest)", lines: [line])]
      }
      return fields.reversed().enumerated().map { index, field in
        let known = anatomy.explanation(of: field)
        let lines = index == 0 ? [cursor(translation)] + known.lines : known.lines
        return Explanation(title: prefix + known.title, lines: lines)
      }
    } catch {
      return [Explanation("\(prefix)guest \(guest)", error)]
    }
  }

  /// The byte itself.
  private func cursor(_ translation: Translation) -> Explanation.Line {
    let place =
      switch translation.mapping {
      case .data(let host): " at host \(host)"
      case .zeroAllocated(let host): ", \(host) kept"
      case .damaged(let damage): ", \(damage.description)"
      default: ""
      }
    let subcluster = translation.subcluster.map { " in subcluster \($0)" } ?? ""
    return Explanation.Line(
      label: "cursor",
      text: "guest \(translation.guest)\(subcluster): \(translation.mapping.kind.name)\(place)",
      isFaulty: translation.mapping.kind == .damaged)
  }

  /// The layer that the last entry leaves the byte to, where that has no entries.
  private func below(_ layer: Layer, _ place: GuestOffset, _ index: Int) -> Explanation {
    let line =
      switch layer.content {
      case .raw(_, let size):
        Explanation.Line(
          label: "is",
          text: place.rawValue < size
            ? "a raw file, which has the byte at the same offset"
            : "a raw file that ends before, at \(hex(size)): reads as zeros")
      case .closed(let error):
        Explanation.Line(label: "!", text: "not open: \(error)", isFaulty: true)
      case .image(let image):
        Explanation.Line(
          label: "is",
          text: "a disk that ends before, at \(image.geometry.end): reads as zeros")
      }
    return Explanation(title: names[index], lines: [line])
  }
}

extension Explanation {
  /// What cannot be read.
  fileprivate init(_ title: String, _ error: ImageError) {
    self.init(
      title: title,
      lines: [Line(label: "!", text: "cannot be read: \(error)", isFaulty: true)])
  }
}
