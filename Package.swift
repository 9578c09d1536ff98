// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "qcow2-tui",
  products: [
    .library(name: "QCOW2", targets: ["QCOW2"]),
    .executable(name: "qcow2-tui", targets: ["qcow2-tui"]),
    .executable(name: "qcow2", targets: ["qcow2"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    // No pkgConfig for ncurses: its .pc file carries -D flags that SwiftPM drops with a warning.
    .systemLibrary(
      name: "CNcurses", path: "Modules/CNcurses", providers: [.apt(["libncursesw5-dev"])]),
    .systemLibrary(
      name: "CZlib", path: "Modules/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CDeflate", path: "Modules/CDeflate", pkgConfig: "libdeflate",
      providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(
      name: "CZstd", path: "Modules/CZstd", pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(
      name: "CGcrypt", path: "Modules/CGcrypt", pkgConfig: "libgcrypt",
      providers: [.apt(["libgcrypt20-dev"])]),
    // For Twofish with 192-bit keys alone, which libgcrypt leaves out.
    .systemLibrary(
      name: "CNettle", path: "Modules/CNettle", pkgConfig: "nettle",
      providers: [.apt(["nettle-dev"])]),
    .systemLibrary(
      name: "CPCRE2", path: "Modules/CPCRE2", pkgConfig: "libpcre2-8",
      providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CLinux", path: "Modules/CLinux"),
    .systemLibrary(name: "CScan", path: "Modules/CScan"),
    // C of our own: state that signal handlers share must exist once, and a header's exists in every
    // file that the optimizer inlines it into.
    .target(name: "CSession", path: "Modules/CSession"),
    .target(
      name: "QCOW2",
      dependencies: [
        "CZlib", "CDeflate", "CZstd", "CGcrypt", "CNettle", "CPCRE2", "CLinux", "CScan",
        systemPackage,
      ],
      swiftSettings: strict),
    .target(name: "Surface", swiftSettings: strict),
    .target(
      name: "Curses", dependencies: ["Surface", "CNcurses", "CSession", systemPackage],
      swiftSettings: strict),
    .target(
      name: "Browser", dependencies: ["QCOW2", "Surface", systemPackage], swiftSettings: strict),
    .target(
      name: "Options", dependencies: ["QCOW2", argumentParser, systemPackage],
      swiftSettings: strict),
    .executableTarget(
      name: "qcow2-tui",
      dependencies: [
        "Browser", "Curses", "Options", "QCOW2", "Surface", argumentParser, systemPackage,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "qcow2",
      dependencies: ["CLinux", "CSession", "Options", "QCOW2", argumentParser, systemPackage],
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["QCOW2", systemPackage], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "QCOW2Tests", dependencies: ["QCOW2", "TestSupport", systemPackage],
      swiftSettings: strict),
    .testTarget(name: "SurfaceTests", dependencies: ["Surface"], swiftSettings: strict),
    .testTarget(
      name: "CursesTests", dependencies: ["Curses", "Surface", "CNcurses"], swiftSettings: strict),
    .testTarget(
      name: "BrowserTests",
      dependencies: ["Browser", "QCOW2", "Surface", "TestSupport", systemPackage],
      exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests", dependencies: ["qcow2-tui", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["qcow2", "TestSupport"], exclude: ["Snapshots"],
      swiftSettings: strict),
  ]
)
