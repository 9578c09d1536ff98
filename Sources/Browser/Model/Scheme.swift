internal import Surface

/// What a colouring that counts clusters by class tells apart.
package enum Scheme: CaseIterable, Hashable, Sendable {
  /// The stored reference count of the host cluster.
  case refcount
  /// Whether snapshots need the cluster too.
  case sharing
  /// Whether the file goes on where the cluster before ended.
  case distance
  /// What the bytes look like.
  case content
  /// Whether another disk has the same bytes.
  case difference
  /// Whether its tables have changed.
  case changes
}

/// A class of clusters: its name in legends, its letter on the map, its colour.
struct CellClass: Sendable {
  let name: String
  let letter: Unicode.Scalar
  let role: Role
  /// Whether one such cluster speaks for its cell, however many others there are.
  var isLoud = false
}

extension Scheme {
  var classes: [CellClass] {
    switch self {
    case .refcount:
      [
        CellClass(name: "refcount 0", letter: "0", role: .damaged, isLoud: true),
        CellClass(name: "unreadable", letter: "?", role: .warning, isLoud: true),
        CellClass(name: "1", letter: "1", role: .data),
        CellClass(name: "2", letter: "2", role: .shared),
        CellClass(name: "3", letter: "3", role: .compressed),
        CellClass(name: "4 or more", letter: "+", role: .backing),
        CellClass(name: "not counted", letter: "-", role: .muted),
      ]
    case .sharing:
      [
        CellClass(name: "exclusive", letter: "x", role: .data),
        CellClass(name: "shared with snapshots", letter: "s", role: .shared),
        CellClass(name: "unreadable", letter: "?", role: .warning, isLoud: true),
        CellClass(name: "of other files", letter: "-", role: .muted),
      ]
    case .distance:
      [
        CellClass(name: "goes on", letter: "-", role: .data),
        CellClass(name: "jumps back", letter: "<", role: .warning, isLoud: true),
        CellClass(name: "jumps over 1 MiB or more", letter: ">", role: .shared, isLoud: true),
        CellClass(name: "jumps over less", letter: "n", role: .compressed, isLoud: true),
      ]
    case .content:
      [
        CellClass(name: "zeros", letter: "Z", role: .zero, isLoud: true),
        CellClass(name: "<2 bits a byte", letter: "1", role: .backing),
        CellClass(name: "<4", letter: "3", role: .metadata),
        CellClass(name: "<6", letter: "5", role: .data),
        CellClass(name: "<7.5", letter: "7", role: .compressed),
        CellClass(name: "random", letter: "8", role: .shared),
        CellClass(name: "unreadable", letter: "?", role: .damaged, isLoud: true),
        CellClass(name: "not looked at", letter: "-", role: .muted),
      ]
    case .difference:
      [
        CellClass(name: "differs", letter: "x", role: .warning, isLoud: true),
        CellClass(name: "unreadable", letter: "?", role: .damaged, isLoud: true),
        CellClass(name: "same", letter: "=", role: .data),
        CellClass(name: "same by the tables", letter: "-", role: .muted),
      ]
    case .changes:
      [
        CellClass(name: "changed", letter: "*", role: .warning, isLoud: true),
        CellClass(name: "as before", letter: "-", role: .muted),
      ]
    }
  }

  /// What a letter on the map tells.
  var explanation: String {
    switch self {
    case .refcount: "how often a cluster is counted, the most in a cell"
    case .sharing: "what snapshots need too is not freed by a discard"
    case .distance: "where the file does not go on from before"
    case .changes: "cells with other tables than before"
    case .difference: "whether the other disk has the same bytes"
    case .content: "bits of entropy in a byte, bold where all alike"
    }
  }

  /// The name of the colouring.
  var name: String {
    switch self {
    case .refcount: "refcount"
    case .sharing: "sharing"
    case .distance: "distance"
    case .content: "content"
    case .difference: "difference"
    case .changes: "changes"
    }
  }
}
