import Foundation
import QCOW2
import TestSupport

/// A guest range as `qemu-img map` describes it for a whole chain.
struct ChainRun: Hashable {
  var start: UInt64
  var length: UInt64
  let depth: Int
  let isPresent: Bool
  let isZero: Bool
  let host: UInt64?

  private func isContinued(by next: ChainRun) -> Bool {
    start + length == next.start && depth == next.depth && isPresent == next.isPresent
      && isZero == next.isZero && host.map { $0 + length } == next.host
  }

  /// Joins neighbours of one kind: QEMU splits by rules of its own.
  static func merged(_ runs: some Sequence<ChainRun>) -> [ChainRun] {
    runs.reduce(into: []) { merged, next in
      if let last = merged.last, last.isContinued(by: next) {
        merged[merged.count - 1].length += next.length
      } else {
        merged.append(next)
      }
    }
  }
}

extension ChainRun {
  /// What our library calls it, in the same terms.
  init(_ extent: Extent) {
    let isZero = [.zeroPlain, .zeroAllocated, .unallocated].contains(extent.kind)
    let isStored = [.data, .zeroAllocated].contains(extent.kind)
    self.init(
      start: extent.start.rawValue, length: extent.length, depth: extent.layer,
      isPresent: extent.kind != .unallocated, isZero: isZero,
      host: isStored ? extent.host?.rawValue : nil)
  }

  /// An entry of `qemu-img map --output=json`.
  private struct Entry: Decodable {
    let start: UInt64
    let length: UInt64
    let depth: Int
    let present: Bool
    let zero: Bool
    let data: Bool
    let offset: UInt64?
  }

  /// What QEMU says of a chain, in our terms.
  ///
  /// - Parameters:
  ///   - path: The image on top.
  ///   - rawSizes: The layers that are raw, by depth, with their sizes in bytes. QEMU looks for holes
  ///     in those files, and rounds their sizes up to sectors.
  /// - Returns: Maximal runs.
  /// - Throws: What the command throws.
  static func map(_ path: String, rawSizes: [Int: UInt64]) throws -> [ChainRun] {
    let text = try succeed("qemu-img", ["map", "-f", "qcow2", "--output=json", path])
    let entries = try JSONDecoder().decode([Entry].self, from: Data(text.utf8))
    return merged(
      entries.filter { $0.length > 0 }.flatMap { entry -> [ChainRun] in
        guard let size = rawSizes[entry.depth] else { return [ChainRun(entry)] }
        let end = entry.start + entry.length
        let inside = min(max(size, entry.start), end)
        return [
          ChainRun(
            start: entry.start, length: inside - entry.start, depth: entry.depth, isPresent: true,
            isZero: false, host: entry.start),
          ChainRun(
            start: inside, length: end - inside, depth: entry.depth - 1, isPresent: false,
            isZero: true, host: nil),
        ].filter { $0.length > 0 }
      })
  }

  private init(_ entry: Entry) {
    self.init(
      start: entry.start, length: entry.length, depth: entry.depth, isPresent: entry.present,
      isZero: entry.zero && !entry.data, host: entry.present ? entry.offset : nil)
  }
}
