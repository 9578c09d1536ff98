/// What an address expression may refer to.
package struct AddressContext: Sendable {
  /// The image's arithmetic.
  package var geometry: Geometry
  /// Where the cursor is: `.`.
  package var cursor: GuestOffset
  /// The marks: `'a`.
  package var marks: [Character: GuestOffset]
  /// The starts of the partitions by number: `p1`.
  package var partitions: [Int: GuestOffset]
  /// What to say where there are none: a table that cannot be read is not one that is missing.
  package var noPartitions = "there is no partition table"

  package init(
    geometry: Geometry, cursor: GuestOffset = .zero, marks: [Character: GuestOffset] = [:],
    partitions: [Int: GuestOffset] = [:]
  ) {
    self.geometry = geometry
    self.cursor = cursor
    self.marks = marks
    self.partitions = partitions
  }

  /// Takes the partitions of a table.
  package mutating func take(_ table: PartitionTable) {
    partitions = table.starts
    if let reason = table.findings.first(where: { $0.code == "table-unreadable" }) {
      noPartitions = "the partition table is not known: \(reason.message)"
    } else if table.scheme != .none {
      noPartitions = "the partition table names none"
    }
  }
}

/// What an address expression names.
package enum Address: Hashable, Sendable {
  /// A byte of the virtual disk.
  case guest(GuestOffset)
  /// A byte of the file; who maps it has to be searched for.
  case host(HostOffset)
}

/// Why an expression names nothing, and where in the text.
package struct AddressError: Error, Hashable, Sendable {
  /// The character at fault, counted from 0.
  package let column: Int
  /// What is wrong, with the limit where there is one.
  package let message: String
}
