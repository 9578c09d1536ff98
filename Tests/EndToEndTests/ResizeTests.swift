import TestSupport
import Testing

extension EndToEnd {
  @Suite struct ResizeTests {
    private static let sizes = [(120, 40), (200, 60), (40, 12), (20, 5), (80, 24)]

    @Test(arguments: ["main", "map", "hex"])
    func resizedScreenIsThatOfAFreshStart(view: String) async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      try await terminal.browse("disk.qcow2 --view \(view)")
      for (columns, rows) in Self.sizes {
        let fresh = try Program.run(
          [terminal.file("disk.qcow2"), "--print", view, "--size", "\(columns)x\(rows)"]
        ).output
        try terminal.resize(columns: columns, rows: rows)
        try await terminal.wait(for: "the screen of a fresh start:\n\(fresh)\n") { $0 == fresh }
      }
    }

    @Test func startedAtAnySize() async throws {
      for (columns, rows) in Self.sizes {
        let terminal = try Tmux(columns: columns, rows: rows)
        try Disks.small(terminal.file("disk.qcow2"))
        let fresh = try Program.run(
          [terminal.file("disk.qcow2"), "--print", "main", "--size", "\(columns)x\(rows)"]
        ).output
        try terminal.enter("./browse disk.qcow2")
        try await terminal.wait(for: "the same as printed:\n\(fresh)\n") { $0 == fresh }
      }
    }

    @Test(arguments: [(1, 1), (2, 2), (7, 3), (500, 2), (3, 100)])
    func oddSizesAreSurvived(columns: Int, rows: Int) async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      let before = try await terminal.browse("disk.qcow2")
      try terminal.resize(columns: columns, rows: rows)
      try terminal.press("j", "]", "d", "3", "u", "k", "1")
      try terminal.resize(columns: 80, rows: 24)
      try terminal.press("g", "g")
      try await terminal.wait(for: "the screen as before:\n\(before)\n") { $0 == before }
    }
  }
}
