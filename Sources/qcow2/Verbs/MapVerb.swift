import ArgumentParser
import QCOW2
import SystemPackage

/// `qcow2 map`: what `qemu-img map` tells.
struct MapVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: PlainVerb.map.rawValue,
    abstract: "List where guest ranges come from, as qemu-img map does.",
    usage: "qcow2 map [<options>] <image>",
    discussion: """
      The JSON is that of `qemu-img map`. The text leaves out what reads as zeros. Where QEMU \
      fails, because tables are broken or a file is not open, the range is neither present nor \
      zero nor data, and the status is 1; clusters past the end of the file are such ranges too, \
      although QEMU takes them for zeros. `extents` tells the kinds apart.
      """)

  @OptionGroup var image: ImageArgument
  @OptionGroup var range: RangeOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var color: ColorOption
  @OptionGroup var source: SourceOptions

  func answer(to output: Output) throws(Failure) {
    let whole = try source.open(image.path)
    let disk = try range.disk.disk(of: whole, image.path)
    try MapAnswer(
      path: image.path, format: format.output, disk: disk, range: try range.range(on: disk)
    ).write(to: output)
  }
}

/// The answer of `qcow2 map`.
struct MapAnswer {
  let path: FilePath
  let format: OutputFormat
  let disk: Disk
  let range: Range<GuestOffset>

  func write(to output: Output) throws(Failure) {
    let unknown =
      switch format {
      case .human: writeText(to: output)
      case .json: writeJSON(to: output)
      }
    guard unknown > 0 else { return }
    throw Failure(
      path.displayed,
      disk.obstacles.first?.message
        ?? "\(counted(unknown, "range")) cannot be told: the tables are broken")
  }

  /// Writes QEMU's lines; returns the number of ranges that cannot be told.
  private func writeJSON(to output: Output) -> Int {
    var list = MapJSON(output)
    list.write(disk, range, Interruption.cancellation)
    return list.unknown
  }

  private func writeText(to output: Output) -> Int {
    var unknown = 0
    let names = disk.layers.map { layer in
      let data = layer.image.flatMap { $0.file.dataFile?.name }
      return data ?? layer.path?.displayed ?? layer.name
    }
    let width = 16
    func padded(_ text: String, _ tone: Tone?) -> String {
      output.paint(text, tone) + String(repeating: " ", count: max(1, width - text.count))
    }
    for heading in ["Offset", "Length", "Mapped to"] { output.write(padded(heading, .heading)) }
    output.write(output.paint("File", .heading) + "\n")
    for entry in MapEntries(disk, range, cancellation: Interruption.cancellation) {
      if entry.content == .unknown { unknown += 1 }
      guard entry.content == .data || entry.content == .compressed || entry.content == .unknown
      else { continue }
      let place =
        entry.offset.map { hex($0) }
        ?? (entry.content == .data ? "encrypted" : "\(entry.content)")
      output.write(padded(hex(entry.start), nil) + padded(hex(entry.length), nil))
      output.write(padded(place, entry.content.tone))
      output.write(names[entry.depth] + "\n")
      if output.failure != nil { break }
    }
    return unknown
  }
}

extension MapEntry.Content {
  /// How the content is shown.
  fileprivate var tone: Tone? {
    switch self {
    case .data: .data
    case .compressed: .compressed
    case .unknown: .bad
    case .absent, .zero, .zeroData, .nothing: nil
    }
  }
}
