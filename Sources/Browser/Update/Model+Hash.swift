internal import QCOW2

extension Model {
  /// Hashes what is selected, or else the cluster under the cursor.
  mutating func hash(by name: String) throws(Fault) -> [Effect] {
    guard let algorithm = name.isEmpty ? .sha256 : HashAlgorithm(rawValue: name) else {
      throw Fault("the hashes are \(listed(HashAlgorithm.allCases.map(\.rawValue)))", at: 0)
    }
    guard let subject = subject() else {
      tell("there are no bytes to hash")
      return []
    }
    return [.hash(subject.bytes, algorithm)]
  }

  /// Takes how far a job is, and says it unless something else is being said.
  mutating func take(progress text: String, of kind: JobKind) {
    shell.progress[kind] = text
    if message == nil || message?.level == .progress { message = Message(.progress, text) }
  }
}
