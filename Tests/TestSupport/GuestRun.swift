import Foundation
package import QCOW2

/// A guest range as `qemu-img map` describes it, without the traces of how it was found.
package struct GuestRun: Hashable, Sendable {
  package var start: UInt64
  package var length: UInt64
  /// Whether this image says anything of the range.
  package let isPresent: Bool
  package let isZero: Bool
  /// Where the first byte lies, unless the range is compressed.
  package let host: UInt64?

  package init(start: UInt64, length: UInt64, isPresent: Bool, isZero: Bool, host: UInt64?) {
    self.start = start
    self.length = length
    self.isPresent = isPresent
    self.isZero = isZero
    self.host = host
  }

  /// What our library calls it, in the same terms.
  package init(_ extent: Extent) {
    let isZero = [.zeroPlain, .zeroAllocated, .unallocated].contains(extent.kind)
    let isStored = [.data, .zeroAllocated].contains(extent.kind)
    self.init(
      start: extent.start.rawValue, length: extent.length, isPresent: extent.kind != .unallocated,
      isZero: isZero, host: isStored ? extent.host?.rawValue : nil)
  }

  private func isContinued(by next: GuestRun) -> Bool {
    start + length == next.start && isPresent == next.isPresent && isZero == next.isZero
      && host.map { $0 + length } == next.host
  }

  /// Joins neighbours of one kind: QEMU splits by rules of its own.
  package static func merged(_ runs: some Sequence<GuestRun>) -> [GuestRun] {
    runs.reduce(into: []) { merged, next in
      if let last = merged.last, last.isContinued(by: next) {
        merged[merged.count - 1].length += next.length
      } else {
        merged.append(next)
      }
    }
  }
}

extension QEMU {
  private struct MapEntry: Decodable {
    let start: UInt64
    let length: UInt64
    let present: Bool
    let zero: Bool
    let data: Bool
    let offset: UInt64?
  }

  /// What QEMU says the guest ranges of an image are made of.
  ///
  /// A range with data is never called zero here: with preallocated metadata QEMU looks for holes
  /// in the file as well, which the tables know nothing of.
  package static func map(_ path: String) throws -> [GuestRun] {
    let text = try succeed("qemu-img", ["map", "-U", "-f", "qcow2", "--output=json", path])
    let entries = try JSONDecoder().decode([MapEntry].self, from: Data(text.utf8))
    return GuestRun.merged(
      entries.filter { $0.length > 0 }.map {
        GuestRun(
          start: $0.start, length: $0.length, isPresent: $0.present, isZero: $0.zero && !$0.data,
          host: $0.present ? $0.offset : nil)
      })
  }
}
