import Foundation
import TestSupport
import Testing

/// The program under strace: what the kernel was asked to open is what was opened.
@Suite("Files that the program opens")
struct TraceTests {
  /// The built program lies beside the tests.
  private static let program: String = {
    let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: tests ?? "/").deletingLastPathComponent()
      .appendingPathComponent("qcow2-tui").path
  }()

  private static let canTrace =
    FileManager.default.isExecutableFile(atPath: program)
    && (try? run("strace", ["true"]).succeeded) == true

  /// The files under `directory` that were opened, in order.
  private func opened(_ arguments: [String], under directory: TemporaryDirectory) throws -> [String]
  {
    let log = directory.file("log")
    try succeed(
      "strace",
      ["-f", "-e", "trace=open,openat,openat2,creat", "-o", log, Self.program]
        + ["--print", "hex"] + arguments)
    defer { remove(log) }
    return String(decoding: try contents(of: log), as: UTF8.self).split(separator: "\n")
      .compactMap { line in
        let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count > 2, parts[1].hasPrefix(directory.path) else { return nil }
        #expect(line.contains("O_RDONLY"), "\(line)")
        return String(parts[1].dropFirst(directory.path.count + 1))
      }
  }

  @Test(.enabled(if: canTrace)) func nothingIsOpenedThatIsNotAllowed() throws {
    let directory = try TemporaryDirectory()
    for folder in ["own", "other"] {
      try makeDirectory(directory.file(folder))
      try NamedImage.base(directory.file(folder + "/base"), "B")
    }
    let path = directory.file("own/image")
    _ = try NamedImage(path, naming: "base")
    #expect(try opened([path], under: directory) == ["own/image", "own/base"])
    #expect(try opened(["--no-backing", path], under: directory) == ["own/image"])
    try link(directory.file("own/escape"), to: "../other/base")
    for name in ["../other/base", "escape", directory.file("other/base"), "nbd:other/base"] {
      let away = directory.file("own/away")
      remove(away)
      _ = try NamedImage(away, naming: String(repeating: "x", count: name.utf8.count))
      var bytes = try ImageBytes(contentsOf: away)
      bytes.store(Array(name.utf8), at: Int(bytes.number(at: 8, width: 8)))
      try write(bytes.bytes, to: away)
      #expect(try opened([away], under: directory) == ["own/away"], "\(name)")
      guard !name.hasPrefix("nbd") else { continue }
      let allowed = ["--allow-path", directory.file("other"), away]
      #expect(try opened(allowed, under: directory) == ["own/away", "other/base"], "\(name)")
    }
  }
}
