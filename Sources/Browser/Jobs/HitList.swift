package import QCOW2

/// All matches of a term, as far as they are found and as many as are kept.
package struct HitList: Sendable {
  /// More are not kept.
  package static let most = 10_000

  /// A match, or what could not be searched.
  package struct Row: Equatable, Sendable {
    package let range: Range<UInt64>
    /// The run that it begins in; nil in the file.
    package let extent: Extent?
    /// The characters around it, or why it could not be searched.
    package let text: String
    package let isLoss: Bool
  }

  /// How far the search is.
  package enum State: Equatable, Sendable {
    case running(String)
    case done
    /// There are more than are kept.
    case full
    case stopped(at: GuestOffset)
    case failed(String)
  }

  package let term: SearchTerm
  package let space: AddressSpace
  /// The term as it is shown.
  let name: String
  package internal(set) var rows: [Row] = []
  package internal(set) var state = State.running("begins")
  /// What was read and skipped.
  package internal(set) var summary = ""

  init(_ term: SearchTerm, in space: AddressSpace) {
    (self.term, self.space) = (term, space)
    name = shortened(escaped(term.typed))
  }

  /// The matches alone.
  package var hitCount: Int { rows.count { !$0.isLoss } }
}

/// Finds all matches of a term.
struct HitListJob: Sendable {
  private static let before: UInt64 = 8
  private static let around = 64

  private let list: HitList
  private let source: ByteSource

  init(_ term: SearchTerm, in space: AddressSpace, of disk: Disk) {
    list = HitList(term, in: space)
    source = ByteSource(disk, space)
  }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    var list = list
    do throws(ImageError) {
      try fill(&list, cancellation, post)
    } catch {
      list.state = .failed("\(error)")
    }
    post(.hits(list))
  }

  private func fill(
    _ list: inout HitList, _ cancellation: Cancellation, _ post: Jobs.Post
  ) throws(ImageError) {
    let (disk, size) = try source.opened()
    let range = GuestOffset.zero..<GuestOffset(size)
    var (meter, total) = (JobMeter(""), ReadTotal?.none)
    defer { total?.cancel() }
    var rows: [HitList.Row] = []
    let shown = list
    let outcome = DiskSearch(for: list.term, on: disk, cancellation).forward(
      in: range,
      progress: { progress in
        guard meter.isTime else { return }
        if total == nil { total = ReadTotal(disk, range) }
        var now = shown
        now.rows = rows
        now.state = .running(meter.line(progress.read, of: total?.count))
        post(.hits(now))
      },
      found: { match in
        guard rows.count < HitList.most else { return false }
        rows.append(row(match, disk, size))
        return true
      })
    list.rows = rows + outcome.losses.map(row)
    list.rows.sort { $0.range.lowerBound < $1.range.lowerBound }
    list.summary = outcome.text
    list.state =
      outcome.isComplete
      ? .done : cancellation.isCancelled ? .stopped(at: outcome.progress.position) : .full
  }

  private func row(_ match: SearchMatch, _ disk: Disk, _ size: UInt64) -> HitList.Row {
    let start = match.start.rawValue
    let first = start - min(start, Self.before)
    // What is before the match may be what cannot be read.
    let bytes = [first, start].lazy.compactMap { first in
      let count = Int(min(size - first, UInt64(Self.around)))
      return try? disk.read(at: GuestOffset(first), count: count)
    }.first
    return HitList.Row(
      range: start..<start + UInt64(match.length),
      extent: source.space == .guest ? disk.segment(at: match.start) : nil,
      text: String(String.UnicodeScalarView((bytes ?? []).map(Self.character))), isLoss: false)
  }

  private func row(_ loss: DiskReader.Loss) -> HitList.Row {
    HitList.Row(
      range: loss.range.lowerBound.rawValue..<loss.range.upperBound.rawValue, extent: nil,
      text: "not searched: \(loss.reason)", isLoss: true)
  }

  private static func character(_ byte: UInt8) -> Unicode.Scalar {
    (0x20...0x7e).contains(byte) ? Unicode.Scalar(byte) : "."
  }
}
