package import QCOW2
internal import Synchronization

/// What is known of the whole disk so far: written by the scan, read by the screen.
///
/// The disk is cut into at most 65,536 stretches, so the memory is the same for every disk.
package final class Survey: Sendable {
  /// How far a scan is.
  package struct Progress: Equatable, Sendable {
    package var tablesRead = 0
    package var tables = 0
    package var isFinished = false
    package var wasStopped = false

    /// 0 to 100; 100 only once everything is read.
    package var percent: Int {
      if isFinished { return 100 }
      return tables == 0 ? 0 : min(99, tablesRead * 100 / tables)
    }
  }

  /// What a scan that was stopped has left to do.
  struct Rest: Sendable {
    /// The first L1 entry that was not looked at.
    var nextEntry = 0
    /// The tables to read, the next one first.
    var tables: ArraySlice<Int> = []
    /// How far the first of them was read.
    var position: GuestOffset?
  }

  private struct State {
    var grid: CellGrid
    var total = KindCounts()
    var progress = Progress()
    var rest = Rest()
  }

  private static let mostStretches: UInt64 = 65_536
  private let state: Mutex<State>
  /// The binary logarithm of the bytes of a stretch; finer cells need a reading of their own.
  package let stretchBits: Int

  /// Nothing is known yet.
  package init(_ geometry: Geometry) {
    var bits = geometry.subclusterSize.trailingZeroBitCount
    while geometry.virtualSize >> UInt64(bits) >= Self.mostStretches { bits += 1 }
    let count = Int(geometry.virtualSize >> UInt64(bits)) + 1
    stretchBits = bits
    let frame = CellFrame(geometry, start: .zero, cellBits: bits, count: count)
    state = Mutex(State(grid: CellGrid(frame)))
  }

  /// Counts an extent that no earlier call covered.
  package func add(_ extent: Extent) {
    state.withLock { state in
      state.grid.add(extent)
      state.total.add(Self.units(extent, state.grid.frame.unitBits), of: extent)
    }
  }

  private static func units(_ extent: Extent, _ bits: Int) -> UInt64 {
    let mask: UInt64 = (1 << UInt64(bits)) - 1
    return (extent.length + mask) >> UInt64(bits)
  }

  package func report(_ change: (inout Progress) -> Void) {
    state.withLock { change(&$0.progress) }
  }

  /// Leaves what is left to the next scan.
  func stop(with rest: Rest) {
    state.withLock { state in
      state.rest = rest
      state.progress.wasStopped = true
    }
  }

  /// Takes what the last scan left; everything, if there was none.
  func resume() -> Rest {
    state.withLock { state in
      state.progress.wasStopped = false
      return state.rest
    }
  }

  package var progress: Progress { state.withLock { $0.progress } }
  package var total: KindCounts { state.withLock { $0.total } }

  /// Whether the tables of a cell were others in an older survey of the whole disk.
  func differs(from older: Survey) -> Bool {
    let (now, before) = (state.withLock { $0.grid }, older.state.withLock { $0.grid })
    return now.frame != before.frame || now.digests != before.digests
  }

  /// The units of a range that are allocated, of all that it has.
  func allocation(
    of range: Range<GuestOffset>
  ) -> (allocated: UInt64, all: UInt64, isExact: Bool)? {
    state.withLock { state in
      let frame = state.grid.frame
      let size: UInt64 = 1 << UInt64(frame.cellBits)
      guard let first = frame.cell(at: range.lowerBound),
        let last = frame.cell(at: GuestOffset(range.upperBound.rawValue - 1))
      else { return nil }
      var (allocated, all): (UInt64, UInt64) = (0, 0)
      for cell in first...last {
        allocated += state.grid.cells[cell].allocated
        all += frame.capacity(of: cell)
      }
      let isExact =
        range.lowerBound.rawValue.isMultiple(of: size)
        && (range.upperBound.rawValue.isMultiple(of: size)
          || range.upperBound.rawValue == frame.virtualSize)
      return (allocated, all, isExact)
    }
  }

  /// What is known of the cells of a frame, or nil where they are so fine that they need a reading
  /// of their own.
  package func grid(_ frame: CellFrame) -> CellGrid? {
    state.withLock { $0.grid.joined(to: frame) }
  }
}
