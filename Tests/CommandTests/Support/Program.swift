import Foundation
import TestSupport
import Testing

/// The command as it was built, or as `QCOW2` names it.
let qcow2 = BuiltProgram("qcow2", variable: "QCOW2")

/// What a program printed as JSON.
func json(_ text: String) throws -> NSObject {
  let value = try JSONSerialization.jsonObject(
    with: Data(text.utf8), options: [.fragmentsAllowed])
  return try #require(value as? NSObject)
}
