import Foundation
import TestSupport

/// What is told of an image, each fact by the path of its key in the JSON of `qemu-img info`.
typealias Facts = [String: String]

/// Any value of a JSON text.
private enum JSONValue: Decodable {
  case truth(Bool)
  case number(UInt64)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let truth = try? value.decode(Bool.self) {
      self = .truth(truth)
    } else if let number = try? value.decode(UInt64.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([JSONValue].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  func add(to facts: inout Facts, _ path: String) {
    switch self {
    case .truth(let truth): facts[path] = "\(truth)"
    case .number(let number): facts[path] = "\(number)"
    case .text(let text): facts[path] = text
    case .list(let items):
      for (index, item) in items.enumerated() { item.add(to: &facts, "\(path).\(index)") }
    case .object(let members):
      for (key, member) in members { member.add(to: &facts, path.isEmpty ? key : "\(path).\(key)") }
    }
  }
}

extension QEMU {
  /// Every fact that QEMU tells of an image and its backing chain, the image itself first.
  static func facts(_ path: String) throws -> [Facts] {
    let text = try succeed("qemu-img", ["info", "-U", "--output=json", "--backing-chain", path])
    return try JSONDecoder().decode([JSONValue].self, from: Data(text.utf8)).map { layer in
      var facts: Facts = [:]
      layer.add(to: &facts, "")
      return facts
    }
  }
}
