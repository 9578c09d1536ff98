/// One layer on the way of a guest offset.
package struct LayerStep: Sendable {
  /// The layer; 0 is the image.
  let depth: Int
  let guest: GuestOffset
  let kind: ExtentKind
  let offset: HostOffset?
  /// The entries, where the layer is an image.
  let translation: Translation?

  /// The way of a guest offset, which must lie on the disk, from the image down.
  package static func steps(of guest: GuestOffset, on disk: Disk) -> [LayerStep] {
    let path = disk.translations(of: guest)
    let steps = path.enumerated().map { depth, translation in
      LayerStep(
        depth: depth, guest: guest, kind: translation.mapping.kind,
        offset: translation.mapping.host, translation: translation)
    }
    guard path.last?.mapping == .unallocated, path.count < disk.layers.count else { return steps }
    switch disk.layers[path.count].content {
    case .raw(_, let size) where guest.rawValue < size:
      return steps + [
        LayerStep(
          depth: path.count, guest: guest, kind: .data, offset: HostOffset(guest.rawValue),
          translation: nil)
      ]
    case .closed:
      return steps + [
        LayerStep(depth: path.count, guest: guest, kind: .missing, offset: nil, translation: nil)
      ]
    case .raw, .image: return steps
    }
  }
}

extension Report<LayerStep> {
  /// The entries that a guest offset is resolved by, from the image down.
  package static var steps: Report {
    Report(
      "steps",
      [
        Column("layer", nil, .number, "0 is the image", value: { .number(UInt64($0.depth)) }),
        Column(
          "guest", nil, .number, "the guest offset",
          value: { .number($0.guest.rawValue) }),
        Column(
          "l1-index", nil, .number, isOptional: true, "the entry of the L1 table",
          value: { $0.translation.map { .number(UInt64($0.l1Index)) } }),
        Column(
          "l1-entry", nil, .number, isOptional: true, "that entry as stored",
          value: { $0.translation?.l1.map { .number($0.rawValue) } }),
        Column(
          "l2-index", nil, .number, isOptional: true, "the entry of the L2 table",
          value: { $0.translation.map { .number(UInt64($0.l2Index)) } }),
        Column(
          "l2-entry", nil, .number, isOptional: true, "that entry as stored",
          value: { $0.translation?.l2.map { .number($0.rawValue) } }),
        Column(
          "l2-bitmap", nil, .number, isOptional: true, "the bitmap of an extended entry",
          value: { step in
            guard step.translation?.subcluster != nil else { return nil }
            return step.translation?.l2.map { .number($0.subclusters.rawValue) }
          }),
        Column(
          "subcluster", nil, .number, isOptional: true, "the part of the cluster",
          value: { $0.translation?.subcluster.map { .number(UInt64($0)) } }),
        Column(
          "kind", nil, .text,
          "unallocated, data, zeroPlain, zeroAllocated, compressed, missing or damaged",
          value: { .text("\($0.kind)") }),
        Column(
          "offset", nil, .number, isOptional: true,
          "where the byte lies in the layer's file, or the compressed cluster",
          value: { $0.offset.map { .number($0.rawValue) } }),
      ])
  }
}
