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
    let start = try at.map { text throws(Failure) in try Address.guest(text, "--at", on: disk) }
    let first = start ?? .zero
    guard let count else { return first..<max(first, disk.geometry.end) }
    do throws(AddressError) {
      let context = AddressContext(disk, count, cursor: first)
      return first..<first + (try AddressParser.parseLength(count, context))
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
    let records: [SnapshotRecord]
    do throws(ImageError) {
      records = try disk.image.snapshots().records
      let wanted = Array(snapshot.utf8)
      let record =
        records.first { $0.id.array == wanted } ?? records.first { $0.name.array == wanted }
      if let record { return try disk.disk(of: record) }
    } catch {
      throw Failure(path, error)
    }
    throw Failure(path.displayed, "there is no snapshot \"\(escaped(snapshot))\"")
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
    let subject = "\(option) \(escaped(text))"
    let address: Address
    do throws(AddressError) {
      address = try AddressParser.parse(text, AddressContext(disk, text))
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
    let partitions = text.contains("p") ? disk.partitions() : []
    self.init(
      geometry: disk.geometry, cursor: cursor,
      partitions: Dictionary(
        partitions.map { ($0.number, $0.range.lowerBound) }, uniquingKeysWith: { first, _ in first }
      ))
  }
}
