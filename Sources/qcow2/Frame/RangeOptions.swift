import ArgumentParser
import QCOW2
import SystemPackage

/// Which disk of an image, and which part of it.
struct RangeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Begin at this guest offset.", valueName: "expr"))
  var at: String?

  @Option(help: ArgumentHelp("Take this many bytes; to the end unless given.", valueName: "expr"))
  var count: String?

  @OptionGroup var disk: SnapshotOption

  /// The range on a disk.
  ///
  /// - Throws: `Failure` where an expression names none.
  func range(on disk: Disk) throws(Failure) -> Range<GuestOffset> {
    try range(upTo: disk.geometry.end) { AddressContext(disk, $0, cursor: $1) }
  }

  /// The part of a saved machine state; expressions count from its start to its end.
  ///
  /// - Parameters:
  ///   - state: Where the state lies on `disk`.
  ///   - disk: A disk that ends with it.
  /// - Returns: The part, as it lies on the disk.
  /// - Throws: `Failure` where an expression names none, or one that goes on past the state.
  func range(
    of state: Range<GuestOffset>, on disk: Disk
  ) throws(Failure) -> Range<GuestOffset> {
    let size = state.upperBound - state.lowerBound
    let geometry = disk.geometry.resized(to: size)
    let part = try range(upTo: GuestOffset(size)) { _, cursor in
      AddressContext(geometry: geometry, cursor: cursor)
    }
    guard part.upperBound.rawValue <= size else {
      throw Failure("--count", "the machine state ends at \(GuestOffset(size))")
    }
    let start = state.lowerBound
    return start + part.lowerBound.rawValue..<start + part.upperBound.rawValue
  }

  private func range(
    upTo end: GuestOffset, _ context: (String, GuestOffset) -> AddressContext
  ) throws(Failure) -> Range<GuestOffset> {
    let start = try at.map { text throws(Failure) in
      try Address.guest(text, "--at", context(text, .zero))
    }
    let first = start ?? .zero
    guard let count else { return first..<max(first, end) }
    do throws(AddressError) {
      return first..<first + (try AddressParser.parseLength(count, context(count, first)))
    } catch {
      throw Failure("--count \(escaped(count))", "column \(error.column + 1): \(error.message)")
    }
  }
}

/// Which of the disks that an image holds.
struct SnapshotOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Take the disk of this snapshot, by its ID or else its name.", valueName: "name"))
  var snapshot: String?

  /// The disk that is asked for.
  ///
  /// - Throws: `Failure` where there is no such snapshot or it cannot be opened.
  func disk(of disk: Disk, _ path: FilePath) throws(Failure) -> Disk {
    try Self.disk(of: disk, path, snapshot)
  }

  /// The disk of a snapshot, or the one of now where there is no name.
  static func disk(
    of disk: Disk, _ path: FilePath, _ snapshot: String?
  ) throws(Failure) -> Disk {
    guard let snapshot else { return disk }
    let record = try record(snapshot, of: disk, path)
    do throws(ImageError) { return try disk.disk(of: record) } catch { throw Failure(path, error) }
  }

  /// The machine state that was saved with the snapshot.
  ///
  /// - Throws: `Failure` where there is no such snapshot, or none was saved with it.
  func vmState(
    of disk: Disk, _ path: FilePath
  ) throws(Failure) -> (disk: Disk, range: Range<GuestOffset>) {
    let name = snapshot ?? ""
    let record = try Self.record(name, of: disk, path)
    do throws(ImageError) {
      if let state = try disk.vmState(of: record) { return state }
    } catch {
      throw Failure(path, error)
    }
    throw Failure(
      path.displayed, "no machine state was saved with the snapshot \"\(escaped(name))\"")
  }

  private static func record(
    _ name: String, of disk: Disk, _ path: FilePath
  ) throws(Failure) -> SnapshotRecord {
    let wanted = Array(name.utf8)
    let records: [SnapshotRecord]
    do throws(ImageError) {
      records = try disk.image.snapshots().records
    } catch {
      throw Failure(path, error)
    }
    let record =
      records.first { $0.id.array == wanted } ?? records.first { $0.name.array == wanted }
    guard let record else {
      throw Failure(path.displayed, "there is no snapshot \"\(escaped(name))\"")
    }
    return record
  }
}

extension Address {
  /// The guest offset that an expression names.
  ///
  /// - Parameters:
  ///   - text: The expression.
  ///   - option: What it was given as, for messages.
  ///   - disk: The disk.
  /// - Returns: The offset.
  /// - Throws: `Failure` where it names none.
  static func guest(_ text: String, _ option: String, on disk: Disk) throws(Failure) -> GuestOffset
  {
    try guest(text, option, AddressContext(disk, text))
  }

  fileprivate static func guest(
    _ text: String, _ option: String, _ context: AddressContext
  ) throws(Failure) -> GuestOffset {
    let subject = "\(option) \(escaped(text))"
    let address: Address
    do throws(AddressError) {
      address = try AddressParser.parse(text, context)
    } catch {
      throw Failure(subject, "column \(error.column + 1): \(error.message)")
    }
    guard case .guest(let offset) = address else {
      throw Failure(subject, "a guest offset is wanted here")
    }
    return offset
  }
}

extension AddressContext {
  /// - Parameters:
  ///   - disk: The disk.
  ///   - text: The expression: partitions are looked for only where it could name one.
  ///   - cursor: Where lengths count from.
  init(_ disk: Disk, _ text: String, cursor: GuestOffset = .zero) {
    self.init(geometry: disk.geometry, cursor: cursor)
    if text.contains("p") { take(disk.partitionTable()) }
  }
}
