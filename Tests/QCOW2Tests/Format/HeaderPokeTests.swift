import QCOW2
import TestSupport
import Testing

@Suite("Limits of the header, decided by QEMU")
struct HeaderPokeTests {
  @Test(arguments: Poke.limits) func limits(_ poke: Poke) throws { try expectSameVerdict(poke) }

  @Test(arguments: Poke.features) func features(_ poke: Poke) throws { try expectSameVerdict(poke) }

  private func expectSameVerdict(_ poke: Poke) throws {
    let directory = try TemporaryDirectory()
    let image = poke.applied(to: try poke.base.make(in: directory))
    try expectVerdict(image, blamed: poke.blamed, poke.verdict, in: directory)
  }
}

/// Expects that we open an image exactly where QEMU does, and name what is at fault otherwise.
func expectVerdict(
  _ image: ImageBytes, blamed: String, _ verdict: Poke.Verdict = .same,
  in directory: TemporaryDirectory
) throws {
  let path = directory.file("poked.qcow2")
  try write(image.bytes, to: path)
  let theirs = try QEMU.refusal(of: path)
  let ours = try refusal(of: path, guestDataOnly: verdict.isGuestDataOnly)
  let said: Comment = "QEMU: \(theirs ?? "opens it"); we: \(ours?.message ?? "open it")"
  switch verdict {
  case .same, .guestDataOnly: #expect((ours != nil) == (theirs != nil), said)
  case .stricter: #expect(ours != nil && theirs == nil, said)
  case .laxer: #expect(ours == nil && theirs != nil, said)
  }
  if let ours { #expect(ours.blames(blamed), said) }
  if verdict.isGuestDataOnly { #expect(throws: Never.self) { try Image(openStorage(path)) } }
}

/// Why we do not open an image.
private struct Refusal {
  let field: String?
  let code: String
  let message: String

  func blames(_ name: String) -> Bool { field == name || (field == nil && code == name) }
}

private func refusal(of path: String, guestDataOnly: Bool) throws -> Refusal? {
  do throws(ImageError) {
    let inspection = try Inspection(openStorage(path))
    // An inspection's word and an opened image must agree.
    let opens = (try? Image(openStorage(path))) != nil
    #expect(opens == (inspection.refusal == nil))
    let finding = guestDataOnly ? inspection.guestDataRefusal : inspection.refusal
    return finding.map { Refusal(field: $0.field?.name, code: $0.code, message: $0.message) }
  } catch {
    guard case .notAnImage = error else { throw error }
    return Refusal(field: "magic", code: "magic", message: error.description)
  }
}

extension Poke.Verdict {
  fileprivate var isGuestDataOnly: Bool { if case .guestDataOnly = self { true } else { false } }
}
