import ArgumentParser
import QCOW2

/// `qcow2 schema`: what the JSON of a verb holds.
struct SchemaVerb: Verb {
  /// The verbs whose JSON is not QEMU's.
  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case header, extents, locate, snapshots, bitmaps, volumes, chain, check, space, owner
    case hash, find, compare, export
    case bitmapsShow = "bitmaps-show"
  }

  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON schema of a verb's answer.",
    usage: "qcow2 schema [<options>] <verb>",
    discussion: "The JSON of info and map is that of QEMU, which documents it.")

  @Argument(help: ArgumentHelp("The verb.", valueName: "verb"))
  var verb: Subject

  @OptionGroup var color: ColorOption

  func answer(to output: Output) {
    var writer = JSONWriter(output, .indented)
    switch verb {
    case .header: HeaderDocument.writeSchema(&writer)
    case .extents: Report<ExtentRow>.extents.writeSchema(&writer)
    case .locate: Report<LayerStep>.steps.writeSchema(&writer)
    case .snapshots: Report<SnapshotRecord>.snapshots.writeSchema(&writer)
    case .bitmaps: Report<BitmapRecord>.bitmaps.writeSchema(&writer)
    case .bitmapsShow: Report<BitmapRun>.bitmapRuns.writeSchema(&writer)
    case .volumes: VolumesDocument.writeSchema(&writer)
    case .chain: Report<ChainRow>.chain.writeSchema(&writer)
    case .hash: Report<GuestHash>.hash.writeObjectSchema(&writer)
    case .find: Report<SearchHit>.hits.writeSchema(&writer)
    case .compare: Report<Range<GuestOffset>>.differences.writeSchema(&writer)
    case .export: Report<ExportSummary>.export.writeObjectSchema(&writer)
    case .check: CheckDocument.writeSchema(&writer)
    case .space: SpaceDocument.writeSchema(&writer)
    case .owner: OwnerDocument.writeSchema(&writer)
    }
    writer.finish()
  }
}
