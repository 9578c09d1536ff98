/// What a `json:` name says of QEMU's block graph: as much as is shown. Nothing in it is ever opened.
public struct BlockGraph: Hashable, Sendable {
  /// The driver on top; nil where none is named, so that QEMU would guess it.
  public let driver: String?
  /// The file that the graph stands on; nil where it is none or has no name.
  public let fileName: String?
  /// The byte of the stored name from which on it is no object in JSON, counted from 1; nil where it
  /// is one.
  public let faultyColumn: Int?

  private static let prefix = "json:"
  private static let mostDepth = 16

  /// Reads a stored name that begins with `json:`.
  public init(_ name: Bytes) {
    do throws(FlatJSON.Fault) {
      let strings = try FlatJSON(name.array, from: Self.prefix.utf8.count).strings
      let places = (0..<Self.mostDepth).lazy.map {
        String(repeating: "file.", count: $0) + "filename"
      }
      driver = strings["driver"]
      fileName = places.compactMap { strings[$0] }.first
      faultyColumn = nil
    } catch {
      (driver, fileName) = (nil, nil)
      faultyColumn = error.position + 1
    }
  }
}

extension BlockGraph: CustomStringConvertible {
  /// A few words for people; names are escaped and shortened.
  public var description: String {
    if let faultyColumn { return "json: not valid JSON at column \(faultyColumn)" }
    let top = driver.map { "driver \(shortened(escaped($0)))" } ?? "no driver named"
    return "json: \(top)" + (fileName.map { ", file \(shortened(escaped($0)))" } ?? "")
  }
}
