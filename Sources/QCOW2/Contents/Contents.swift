/// What a signature says that a partition or a disk holds.
public struct Contents: Hashable, Sendable {
  /// What it is.
  public let kind: ContentsKind
  /// The name that a user gave it; not escaped. Nil where there is none.
  public internal(set) var label: String?
  /// The UUID or serial number in the notation that is usual for the kind.
  public internal(set) var uuid: String?
  /// The unit of allocation in bytes.
  public internal(set) var blockSize: UInt64?
  /// The bytes that it takes, by its own superblock.
  public internal(set) var byteCount: UInt64?

  init(
    _ kind: ContentsKind, label: String? = nil, uuid: String? = nil, blockSize: UInt64? = nil,
    byteCount: UInt64? = nil
  ) {
    self.kind = kind
    self.label = label?.isEmpty == true ? nil : label
    self.uuid = uuid
    self.blockSize = blockSize
    self.byteCount = byteCount
  }
}

/// The kinds of contents that are recognised; the raw values are stable names for programs.
public enum ContentsKind: String, CaseIterable, Sendable {
  case ext2, ext3, ext4
  case extJournal = "ext-journal"
  case xfs, btrfs, f2fs, ntfs
  case fat12, fat16, fat32, exfat
  case refs, apfs
  case hfsPlus = "hfs+"
  case ufs1, ufs2, iso9660, squashfs, swap, hibernation
  case lvm = "lvm2"
  case luks1, luks2, bitlocker
  case zfs = "zfs-member"
  case raid = "md-raid"

  /// The name for people.
  public var name: String {
    switch self {
    case .extJournal: "ext journal"
    case .xfs: "XFS"
    case .btrfs: "Btrfs"
    case .f2fs: "F2FS"
    case .ntfs: "NTFS"
    case .fat12, .fat16, .fat32: rawValue.uppercased()
    case .exfat: "exFAT"
    case .refs: "ReFS"
    case .apfs: "APFS"
    case .hfsPlus: "HFS+"
    case .ufs1, .ufs2: rawValue.uppercased()
    case .iso9660: "ISO 9660"
    case .lvm: "LVM2 PV"
    case .luks1, .luks2: rawValue.uppercased()
    case .bitlocker: "BitLocker"
    case .zfs: "ZFS"
    case .raid: "MD RAID"
    case .ext2, .ext3, .ext4, .squashfs, .swap, .hibernation: rawValue
    }
  }

  /// Whether the bytes belong to something else that lies over it, possibly with other disks.
  public var isContainer: Bool {
    [.lvm, .luks1, .luks2, .bitlocker, .zfs, .raid].contains(self)
  }
}

/// What is known of the contents of a range.
public struct RangeContents: Hashable, Sendable {
  /// The range that was looked at.
  public let range: Range<GuestOffset>
  /// What was recognised, the outermost first. More than one is a hybrid, or left over from before.
  public internal(set) var found: [Contents] = []
  /// The first place that could not be read, in words; something may lie there.
  public internal(set) var unreadable: String?
  /// Whether all that was read is zeros.
  public internal(set) var isBlank = false

  /// The one that counts.
  public var first: Contents? { found.first }

  /// By how many bytes the contents go on past the range; nil where they fit or give no size.
  public var excess: UInt64? {
    guard let size = first?.byteCount else { return nil }
    let room = range.upperBound - range.lowerBound
    return size > room ? size - room : nil
  }
}
