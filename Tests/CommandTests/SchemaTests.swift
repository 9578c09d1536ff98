import Foundation
import TestSupport
import Testing

/// The JSON of every verb is what its schema says.
@Suite struct SchemaTests {
  /// The verbs by their schemas' names, with what they take besides an image.
  static let verbs: [(schema: String, arguments: [String])] = [
    ("header", ["header"]), ("extents", ["extents"]), ("locate", ["locate"]),
    ("snapshots", ["snapshots"]), ("bitmaps", ["bitmaps"]), ("bitmaps-show", ["bitmaps", "show"]),
    ("volumes", ["volumes"]),
    ("chain", ["chain"]), ("check", ["check"]),
    ("space", ["space", "--fragments", "--zeros"]), ("owner", ["owner"]),
    ("hash", ["hash"]), ("find", ["find", "--hex", "41 ?? 41", "--max-count", "3"]),
    ("compare", ["compare", "--snapshot-b", "before"]), ("export", ["export"]),
  ]

  static let recipes = ["plain", "extended L2", "chain", "raw base with holes", "LUKS"]

  private func schema(_ name: String) throws -> Schema {
    let result = try qcow2.run(["schema", name])
    let rules = try #require(json(result.output) as? NSDictionary)
    return Schema(rules)
  }

  @Test(arguments: verbs.map(\.schema))
  func answersFitTheirSchemas(name: String) throws {
    let schema = try schema(name)
    let arguments = try #require(Self.verbs.first { $0.schema == name }).arguments
    let annotated = ["snapshots", "compare"].contains(name) || name.hasPrefix("bitmaps")
    let names = annotated ? ["snapshots and bitmaps"] : Self.recipes
    for recipe in Recipe.all where names.contains(recipe.testDescription) {
      let image = try MadeImage(recipe)
      let further =
        [
          "locate": ["1M"], "owner": ["1M"], "bitmaps-show": ["changes"],
          "export": [image.directory.file("copy")],
        ][name] ?? []
      let readsData = ["hash", "find", "export", "volumes"].contains(name)
      let result = try qcow2.run(
        arguments + ["--output=json"] + (readsData ? image.forUs : [image.path]) + further)
      #expect(result.errors == "")
      let answer = try json(result.output)
      #expect(schema.problems(answer) == [])
      let isEmpty = name == "find" && recipe.testDescription == "raw base with holes"
      #expect(result.output.count > 20 || isEmpty)
    }
  }

  @Test func whatDoesNotFitIsFound() throws {
    let schema = try schema("bitmaps-show")
    let wrong = #"[{"start": "0", "length": 1, "extra": true}]"#
    #expect(
      schema.problems(try json(wrong)).sorted() == [
        "$[0] has no state", "$[0].extra is not declared", "$[0].start is no integer",
      ])
  }

  @Test func numbersAreExactTo64Bits() throws {
    let image = try MadeImage(Recipe.all[0])
    let bytes = try ImageBytes(contentsOf: image.path)
    let result = try qcow2.run(["locate", "--output=json", image.path, "0"])
    #expect(
      result.output.contains("\"l2-entry\": \(bytes.number(at: bytes.l2Table(0), width: 8)),"))
  }
}
