internal import QCOW2

extension Command {
  static let layers: [Command] = [
    Command(
      "show row", .layers, ["Enter"], in: .list,
      "show the row as the disk; colour by the bitmap", hint: "show"
    ) { model, _ in model.choose() },
    Command(
      "open bitmap table", .layers, ["t"], in: .bitmaps, "the entries of the bitmap's table",
      hint: "its table"
    ) { $0.openBitmapTable() },
    Command(
      "open volume", .layers, ["Enter"], in: .volumes, "hex view at the start of the volume",
      hint: "its start"
    ) { $0.openVolume() },
    Command(
      "whole", .layers, ["S"], "back to the whole disk as the guest sees it now",
      hint: "whole disk", rank: 2, verb: ArgumentKind.none, when: { $0.choice != nil }
    ) { model, _ in model.choice == nil ? [] : [.showWhole] },
    Command("layer", .layers, [], "show the disk that begins with a layer", verb: .layer) {
      (model, operand) throws(Fault) in try model.showLayer(numbered: operand.text)
    },
    Command("bitmap", .layers, [], "map: colour by a dirty bitmap", verb: .bitmap) {
      (model, operand) throws(Fault) in
      try model.color(byBitmap: operand.text)
      return []
    },
    Command(
      "allow", .layers, ["a"], in: .chain, "open the refused file of this layer after all",
      hint: "allow", when: { $0.chosenFile?.canBeAllowed == true }
    ) { model, _ in model.allowFile() },
  ]
}
