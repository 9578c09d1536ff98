import Glibc
import QCOW2
import SystemPackage

/// Copies a disk to a raw file or a block device.
struct Export {
  /// How much is copied before it is made sure that it stays.
  private static let step: UInt64 = 256 << 20

  private let disk: Disk
  private let image: FilePath
  private let path: FilePath
  private let target: ExportTarget
  private let journal: ExportJournal
  private let progress = Progress()
  /// Where it begins, or goes on.
  let start: UInt64

  private var size: UInt64 { disk.geometry.virtualSize }

  /// Opens the target.
  ///
  /// - Parameters:
  ///   - disk: What to copy.
  ///   - snapshot: Which snapshot that is.
  ///   - image: Its image, for messages.
  ///   - path: The target.
  ///   - overwrites: Whether what is there may be lost.
  /// - Throws: `Failure` where the target cannot or may not be written.
  init(
    _ disk: Disk, _ snapshot: String?, of image: FilePath, to path: FilePath, overwrites: Bool
  ) throws(Failure) {
    self.disk = disk
    self.image = image
    self.path = path
    let new = try Self.attempt(path) { () throws(ImageError) in try ExportTarget.create(path) }
    if let new {
      target = new
      journal = ExportJournal(beside: path, new.identity, of: disk, snapshot)
      start = 0
    } else {
      target = try Self.attempt(path) { () throws(ImageError) in
        try ExportTarget.open(path, notOf: disk)
      }
      journal = ExportJournal(beside: path, target.identity, of: disk, snapshot)
      let position = overwrites ? nil : journal.position
      guard let place = position ?? (overwrites ? 0 : nil), place <= disk.geometry.virtualSize
      else {
        throw Failure(
          path.displayed,
          journal.exists
            ? "exists, from an export of something else; --force overwrites it"
            : "exists; --force overwrites it")
      }
      start = place
    }
    do throws(Failure) {
      let (target, start, size) = (target, start, size)
      try Self.attempt(path) { () throws(ImageError) in
        try target.prepare(from: start, size: size)
      }
      try note(start)
    } catch {
      if new != nil { target.remove() }
      throw error
    }
  }

  /// Copies what is not there yet.
  ///
  /// - Returns: Whether it is all there; false after ^C.
  /// - Throws: `Failure` where reading or writing fails. What was copied stays, and the same export
  ///   goes on from there.
  func run() throws(Failure) -> Bool {
    defer { progress.clear() }
    let range = GuestOffset(start)..<disk.geometry.end
    let total =
      progress.isVisible
      ? ReadAhead(disk, range, Interruption.cancellation).byteCount : 0
    var position = start
    var noted = start
    do throws(DiskCopy.Fault<Failure>) {
      try DiskCopy(disk, to: target, Interruption.cancellation).run(range) {
        reached, done throws(Failure) in
        progress.tell("export", done, of: total)
        position = reached.rawValue
        if position - noted >= Self.step {
          try keep(position)
          noted = position
        }
      }
    } catch {
      try? keep(position)
      switch error {
      case .source(let error): throw Failure(image, error)
      case .target(let error): throw Failure(path, error)
      case .body(let failure): throw failure
      }
    }
    try keep(position)
    return position == size
  }

  /// Compares the target with the disk.
  ///
  /// - Throws: `Failure` where they differ or cannot be read.
  func verify() throws(Failure) {
    defer { progress.clear() }
    target.forget()
    let reader = ReadAhead(disk, disk.guestRange, Interruption.cancellation)
    let total = progress.isVisible ? reader.byteCount : 0
    var done: UInt64 = 0
    let copy: FileStorage
    do throws(ImageError) { copy = try FileStorage(path) } catch { throw Failure(path, error) }
    let comparison = CopyComparison(copy, path)
    do throws(ReadAhead.Fault<Failure>) {
      try unsafe reader.forEach { part, bytes throws(Failure) in
        if let bytes = unsafe bytes {
          try unsafe comparison.expect(bytes, at: part.lowerBound)
          done += UInt64(bytes.count)
          progress.tell("verify", done, of: total)
        } else {
          try comparison.expectZeros(part)
        }
      }
    } catch {
      switch error {
      case .image(let error): throw Failure(image, error)
      case .body(let failure): throw failure
      }
    }
  }

  /// Ends the export for good.
  func finish(isVerified: Bool) -> ExportSummary {
    journal.remove()
    return ExportSummary(
      target: path, size: size, start: start, written: target.written, shared: target.shared,
      isVerified: isVerified)
  }

  /// Makes sure that what was copied stays, and notes it.
  private func keep(_ position: UInt64) throws(Failure) {
    try Self.attempt(path) { () throws(ImageError) in try target.synchronize() }
    try note(position)
  }

  /// Does something with the target, which is named where that fails.
  private static func attempt<Result>(
    _ path: FilePath, _ body: () throws(ImageError) -> Result
  ) throws(Failure) -> Result {
    do throws(ImageError) { return try body() } catch { throw Failure(path, error) }
  }

  private func note(_ position: UInt64) throws(Failure) {
    do throws(Errno) {
      try journal.note(position)
    } catch {
      throw Failure(path.displayed + ExportJournal.suffix, "\(error)")
    }
  }
}
