import Foundation

/// Enough of JSON Schema to hold an answer against the schema that the program prints.
struct Schema {
  private let rules: NSDictionary

  init(_ rules: NSDictionary) { self.rules = rules }

  /// What is wrong with a value; nothing where it fits.
  func problems(_ value: Any, at place: String = "$") -> [String] {
    switch rules["type"] as? String {
    case "array":
      guard let elements = value as? [Any], let items = rules["items"] as? NSDictionary else {
        return ["\(place) is no array"]
      }
      return elements.enumerated().flatMap {
        Schema(items).problems($0.element, at: "\(place)[\($0.offset)]")
      }
    case "object": return objectProblems(value, at: place)
    case "string": return value is String ? [] : ["\(place) is no string"]
    case "boolean": return Self.isBoolean(value) ? [] : ["\(place) is no truth value"]
    case "integer":
      let isInteger = value is NSNumber && !Self.isBoolean(value)
      return isInteger ? [] : ["\(place) is no integer"]
    default: return ["\(place) has a type that is not known"]
    }
  }

  private func objectProblems(_ value: Any, at place: String) -> [String] {
    guard let object = value as? [String: Any],
      let properties = rules["properties"] as? [String: NSDictionary],
      let required = rules["required"] as? [String]
    else { return ["\(place) is no object"] }
    let missing = required.filter { object[$0] == nil }.map { "\(place) has no \($0)" }
    return missing
      + object.flatMap { name, member in
        properties[name].map { Schema($0).problems(member, at: "\(place).\(name)") }
          ?? ["\(place).\(name) is not declared"]
      }
  }

  private static func isBoolean(_ value: Any) -> Bool {
    guard let number = value as? NSNumber else { return false }
    return unsafe ["c", "B"].contains(String(cString: number.objCType))
  }
}
