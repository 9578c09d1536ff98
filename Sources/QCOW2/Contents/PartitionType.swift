/// What a partition is for, according to its table.
public enum PartitionType: Hashable, Sendable {
  /// The code of an MBR's entry.
  case code(UInt8)
  /// The type of a GPT's entry, in upper case.
  case guid(String)

  /// The type as stored, in the notation of its table.
  public var code: String {
    switch self {
    case .code(let code): hex(UInt64(code), digits: 2)
    case .guid(let guid): guid
    }
  }

  /// A name that people know, in 22 characters at most; nil where the type is not a common one.
  public var name: String? {
    switch self {
    case .code(let code): Self.codes[code]
    case .guid(let guid): Self.guids[guid]
    }
  }

  /// The name, or else what is stored, cut where it is a GUID.
  package var text: String {
    switch self {
    case .code: name ?? code
    case .guid(let guid): name ?? "\(guid.prefix(8))-..."
    }
  }
}

extension PartitionType {
  private static let codes: [UInt8: String] = [
    0x00: "empty", 0x01: "FAT12", 0x04: "FAT16 below 32 MiB", 0x05: "extended", 0x06: "FAT16",
    0x07: "NTFS or exFAT", 0x0b: "FAT32", 0x0c: "FAT32 (LBA)", 0x0e: "FAT16 (LBA)",
    0x0f: "extended (LBA)", 0x11: "hidden FAT12", 0x12: "vendor diagnostics",
    0x14: "hidden small FAT16", 0x16: "hidden FAT16", 0x17: "hidden NTFS or exFAT",
    0x1b: "hidden FAT32", 0x1c: "hidden FAT32 (LBA)", 0x1e: "hidden FAT16 (LBA)",
    0x27: "Windows recovery", 0x39: "Plan 9", 0x3c: "PartitionMagic recovery",
    0x41: "PPC PReP boot", 0x42: "Windows dynamic disk", 0x4d: "QNX4 first part",
    0x63: "Unix System V", 0x64: "NetWare 286", 0x65: "NetWare 386", 0x80: "old Minix",
    0x81: "Minix", 0x82: "Linux swap", 0x83: "Linux", 0x84: "hibernation or OS/2",
    0x85: "Linux extended", 0x86: "NTFS volume set", 0x87: "NTFS volume set", 0x8e: "Linux LVM",
    0x93: "Amoeba", 0x9f: "BSD/OS", 0xa0: "laptop hibernation", 0xa5: "FreeBSD", 0xa6: "OpenBSD",
    0xa7: "NeXTSTEP", 0xa8: "Darwin UFS", 0xa9: "NetBSD", 0xab: "Darwin boot",
    0xaf: "HFS or HFS+", 0xbe: "Solaris boot", 0xbf: "Solaris", 0xda: "no file system",
    0xde: "Dell utility", 0xe8: "LUKS", 0xea: "boot loader extension", 0xeb: "BeOS",
    0xee: "protects a GPT", 0xef: "EFI system", 0xfb: "VMware VMFS", 0xfc: "VMware swap",
    0xfd: "Linux RAID", 0xfe: "LANstep",
  ]

  private static let guids: [String: String] = [
    "C12A7328-F81F-11D2-BA4B-00A0C93EC93B": "EFI system",
    "024DEE41-33E7-11D3-9D69-0008C781F39F": "MBR partition scheme",
    "21686148-6449-6E6F-744E-656564454649": "BIOS boot",
    "E3C9E316-0B5C-4DB8-817D-F92DF00215AE": "Microsoft reserved",
    "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7": "Microsoft basic data",
    "DE94BBA4-06D1-4D40-A16A-BFD50179D6AC": "Windows recovery",
    "5808C8AA-7E8F-42E0-85D2-E1E90434CFB3": "Windows LDM metadata",
    "AF9B60A0-1431-4F62-BC68-3311714A69AD": "Windows LDM data",
    "E75CAF8F-F680-4CEE-AFA3-B001E56EFC2D": "Windows storage spaces",
    "0FC63DAF-8483-4772-8E79-3D69D8477DE4": "Linux",
    "0657FD6D-A4AB-43C4-84E5-0933C84B4F4F": "Linux swap",
    "E6D6D379-F507-44C2-A23C-238F2A3DF928": "Linux LVM",
    "A19D880F-05FC-4D3B-A006-743F0F84911E": "Linux RAID",
    "CA7D7CCB-63ED-4C53-861C-1742536059CC": "LUKS",
    "7FFEC5C9-2D00-49B7-8941-3EA10A5586B7": "dm-crypt",
    "8DA63339-0007-60C0-C436-083AC8230908": "Linux reserved",
    "933AC7E1-2EB4-4F13-B844-0E14E2AEF915": "Linux home",
    "3B8F8425-20E0-4F3B-907F-1A25A76F98E8": "Linux srv",
    "BC13C2FF-59E6-4262-A352-B275FD6F7172": "Linux extended boot",
    "44479540-F297-41B2-9AF7-D131D5F0458A": "Linux root (x86)",
    "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709": "Linux root (x86-64)",
    "69DAD710-2CE4-4E3C-B16C-21A1D49ABED3": "Linux root (ARM)",
    "B921B045-1DF0-41C3-AF44-4C6F280D3FAE": "Linux root (ARM64)",
    "8484680C-9521-48C6-9C11-B0720656F69E": "Linux usr (x86-64)",
    "4D21B016-B534-45C2-A9FB-5C16E091FD2D": "Linux var",
    "7EC6F557-3BC5-4ACA-B293-16EF5DF639D1": "Linux var tmp",
    "9E1A2D38-C612-4316-AA26-8B49521E5A8B": "PPC PReP boot",
    "83BD6B9D-7F41-11DC-BE0B-001560B84F0F": "FreeBSD boot",
    "516E7CB4-6ECF-11D6-8FF8-00022D09712B": "FreeBSD",
    "516E7CB5-6ECF-11D6-8FF8-00022D09712B": "FreeBSD swap",
    "516E7CB6-6ECF-11D6-8FF8-00022D09712B": "FreeBSD UFS",
    "516E7CBA-6ECF-11D6-8FF8-00022D09712B": "FreeBSD ZFS",
    "824CC7A0-36A8-11E3-890A-952519AD3F61": "OpenBSD",
    "49F48D5A-B10E-11DC-B99B-0019D1879648": "NetBSD FFS",
    "49F48D32-B10E-11DC-B99B-0019D1879648": "NetBSD swap",
    "48465300-0000-11AA-AA11-00306543ECAC": "Apple HFS+",
    "7C3457EF-0000-11AA-AA11-00306543ECAC": "Apple APFS",
    "426F6F74-0000-11AA-AA11-00306543ECAC": "Apple boot",
    "53746F72-6167-11AA-AA11-00306543ECAC": "Apple Core Storage",
    "55465300-0000-11AA-AA11-00306543ECAC": "Apple UFS",
    "6A82CB45-1DD2-11B2-99A6-080020736631": "Solaris boot",
    "6A85CF4D-1DD2-11B2-99A6-080020736631": "Solaris root",
    "6A87C46F-1DD2-11B2-99A6-080020736631": "Solaris swap",
    "6A898CC3-1DD2-11B2-99A6-080020736631": "Solaris usr or ZFS",
    "6A945A3B-1DD2-11B2-99A6-080020736631": "Solaris reserved",
    "FE3A2A5D-4F32-41A7-B725-ACCC3285A309": "ChromeOS kernel",
    "3CB8E202-3B7E-47DD-8A3C-7FF2A13CFCEC": "ChromeOS root",
    "2E0A753D-9E48-43B0-8337-B15192CB1B5E": "ChromeOS reserved",
    "AA31E02A-400F-11DB-9590-000C2911D1B8": "VMware VMFS",
    "9D275380-40AD-11DB-BF97-000C2911D1B8": "VMware diagnostics",
    "9198EFFC-31C0-11DB-8F78-000C2911D1B8": "VMware reserved",
    "42465331-3BA3-10F1-802A-4861696B7521": "Haiku BFS",
  ]
}
