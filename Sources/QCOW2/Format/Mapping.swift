/// What a guest cluster, or one of its subclusters, is made of.
public enum Mapping: Hashable, Sendable {
  /// Nothing in this image: the backing file shows through, or zeros.
  case unallocated
  /// Guest data at the host offset.
  case data(HostOffset)
  /// Zeros without a host cluster.
  case zeroPlain
  /// Zeros, with a host cluster kept for them.
  case zeroAllocated(HostOffset)
  /// Compressed data.
  case compressed(CompressedDescriptor)
  /// Something in a file that is not open: the backing file of an image that does not have it.
  case missing
  /// The tables do not say, or say something impossible.
  case damaged(Damage)

  /// The kind without its place.
  public var kind: ExtentKind {
    switch self {
    case .unallocated: .unallocated
    case .data: .data
    case .zeroPlain: .zeroPlain
    case .zeroAllocated: .zeroAllocated
    case .compressed: .compressed
    case .missing: .missing
    case .damaged: .damaged
    }
  }

  /// Where the bytes lie in the file.
  public var host: HostOffset? {
    switch self {
    case .data(let host), .zeroAllocated(let host): host
    case .compressed(let descriptor): descriptor.host
    case .unallocated, .zeroPlain, .missing, .damaged: nil
    }
  }
}
