internal import QCOW2

extension Command {
  static let hashes: [Command] = [
    Command(
      "hash", .hex, ["#"], "SHA-256 or another hash of the selection or cluster", verb: .hash
    ) { (model, operand) throws(Fault) in try model.hash(by: operand.text) }
  ]
}

extension ArgumentKind {
  /// A hash by its name.
  static let hash = choice("sha256 or another, Tab lists them") { _ in
    HashAlgorithm.allCases.map { Choice($0.rawValue, "\($0.digestByteCount * 8) bits") }
  }.optional
}
