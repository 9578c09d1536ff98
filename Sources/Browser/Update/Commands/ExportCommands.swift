extension Command {
  static let exports: [Command] = [
    export(
      .here, "export", ["x"], "write the selection, extent or list to a new file", hint: "export"),
    export(.disk, "export-disk", ["X"], "write the whole disk that is shown to a new file"),
    export(
      .bytes, "export-bytes", [], "the same of the selection, extent, run or volume"),
  ]

  private static func export(
    _ exported: Model.Exported, _ name: String, _ keys: [String], _ help: String,
    hint: String? = nil
  ) -> Command {
    Command(name, .copy, keys, help, hint: hint, rank: 5, verb: .newFile(exported)) {
      model, operand in model.export(exported, to: operand.text)
    }
  }
}

extension ArgumentKind {
  /// A file that does not exist yet.
  static func newFile(_ exported: Model.Exported) -> ArgumentKind {
    var kind = ArgumentKind.file
    kind.label = "to a new file"
    kind.preview = { model, _ in model.preview(exported) }
    return kind
  }
}
