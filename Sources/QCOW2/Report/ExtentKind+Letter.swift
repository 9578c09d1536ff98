extension ExtentKind {
  /// What stands for one cluster or subcluster of the kind, the same everywhere.
  package var letter: Unicode.Scalar {
    switch self {
    case .data: "D"
    case .compressed: "C"
    case .zeroPlain: "z"
    case .zeroAllocated: "Z"
    case .unallocated: "."
    case .missing: "m"
    case .damaged: "!"
    }
  }
}
