import TestSupport
import Testing

extension EndToEnd {
  /// The lists of snapshots, bitmaps and files, and what their rows do to every other view.
  @Suite struct LayerTests {
    /// Three layers: letters in a raw file, data of a qcow2 image over it, and one more on top.
    private static func chain() async throws -> Tmux {
      let terminal = try Tmux(columns: 120, rows: 40)
      try write(Array(repeating: 0x62, count: 1 << 20), to: terminal.file("base.raw"))
      try QEMU.create(
        terminal.file("middle.qcow2"), size: "2M", arguments: ["-b", "base.raw", "-F", "raw"])
      try QEMU.io(terminal.file("middle.qcow2"), ["write -P 0x6d 64k 64k"])
      try QEMU.create(
        terminal.file("top.qcow2"), size: "4M", arguments: ["-b", "middle.qcow2", "-F", "qcow2"])
      try QEMU.io(terminal.file("top.qcow2"), ["write -P 0x74 128k 64k"])
      return terminal
    }

    @Test func aLayerIsShownAsTheDiskAndLeftByOneKey() async throws {
      let terminal = try await Self.chain()
      try await terminal.browse("top.qcow2 --at 128k")
      try await terminal.wait(for: "D000000020000 74 74")
      try terminal.press("7")
      try await terminal.wait(for: " 0  ┬ top.qcow2")
      try await terminal.wait(for: " 1  ├ middle.qcow2")
      try await terminal.wait(for: " 2  └ base.raw")
      try terminal.press("j", "Enter")
      try await terminal.wait(for: "every view shows layer 1 middle.qcow2, S goes back")
      try await terminal.wait(for: "2 MiB virtual")
      try terminal.press("3")
      // What the overlay hides is seen in the layer below it.
      try await terminal.wait(for: "b000000020000 62 62")
      try terminal.press("S")
      try await terminal.wait(for: "D000000020000 74 74")
      try await terminal.wait(for: "4 MiB virtual")
    }

    @Test func theMapNamesTheLayers() async throws {
      let terminal = try await Self.chain()
      try await terminal.browse("top.qcow2 --view map")
      try await terminal.wait(for: "guest · state")
      try terminal.press("c")
      try await terminal.wait(for: "guest · layer")
      // 16 clusters of the raw file, of which two are hidden; the first has the cursor.
      try await terminal.wait(for: "0 2102222222222222....")
      try await terminal.wait(for: "0 top.qcow2 1  1 middle.qcow2 1  2 base.raw 14")
      for next in ["refcount", "distance", "state"] {
        try terminal.press("c")
        try await terminal.wait(for: "guest · \(next)")
      }
    }

    @Test func aRefusedFileIsAllowedByAKey() async throws {
      let terminal = try await Self.chain()
      try await terminal.browse("top.qcow2 --no-backing --view hex")
      try await terminal.wait(for: "?? ?? ??")
      try terminal.press("7", "j")
      try await terminal.wait(for: "refused: --no-backing was given")
      try await terminal.wait(for: terminal.directory.path + "/middle.qcow2")
      try terminal.press("a")
      try await terminal.wait(for: "middle.qcow2 is open")
      // The next file down was not allowed by that.
      try terminal.press("j")
      try await terminal.wait(for: "└ base.raw")
      try await terminal.wait(for: "refused: --no-backing was given")
      try terminal.press("a")
      try await terminal.wait(for: "base.raw is open")
      try terminal.press("3")
      try await terminal.wait(for: "b000000000000 62 62")
    }

    @Test func aLoopIsShown() async throws {
      let terminal = try Tmux(columns: 100)
      for (name, backing) in [("a", "b"), ("b", "a")] {
        try QEMU.create(
          terminal.file(name), size: "1M", arguments: ["-u", "-b", backing, "-F", "qcow2"])
      }
      try await terminal.browse("a --view chain")
      try await terminal.wait(for: "LOOP to layer 0")
      try terminal.press("G", "j", "j")
      try await terminal.wait(for: "comes back to the file of layer 0")
    }

    @Test func aSnapshotIsShownAsTheDisk() async throws {
      let terminal = try Tmux(columns: 100)
      let path = terminal.file("disk.qcow2")
      try QEMU.create(path, size: "8M")
      for (value, name) in [("0x31", "first"), ("0x32", "second")] {
        try QEMU.io(path, ["write -P \(value) 0 64k"])
        try succeed("qemu-img", ["snapshot", "-c", name, path])
      }
      try QEMU.io(path, ["write -P 0x33 0 64k"])
      try await terminal.browse("disk.qcow2 --view snap")
      try await terminal.wait(for: " 2    second")
      try terminal.press("Enter", "3")
      try await terminal.wait(for: "D000000000000 31 31")
      try await terminal.wait(for: "disk.qcow2 snapshot first")
      try terminal.press("5", "j", "Enter", "3")
      try await terminal.wait(for: "D000000000000 32 32")
      try terminal.press("S")
      try await terminal.wait(for: "D000000000000 33 33")
    }

    @Test func aBitmapColoursTheMap() async throws {
      let terminal = try Tmux()
      let path = terminal.file("disk.qcow2")
      try QEMU.create(path, size: "8M")
      try QEMU.io(path, ["write -P 1 0 1M"])
      try succeed("qemu-img", ["bitmap", "--add", path, "monday"])
      try QEMU.io(path, ["write -P 2 128k 64k"])
      try await terminal.browse("disk.qcow2 --view bmap")
      try await terminal.wait(for: " monday ")
      try terminal.press("Enter")
      try await terminal.wait(for: "bitmap monday")
      try await terminal.wait(for: "0 D-█-------------....")
      try await terminal.wait(for: "cleared 64 KiB")
      try terminal.press("6", "Enter", "2")
      try await terminal.wait(for: "guest · state")
    }

    @Test func subclustersAreLetters() async throws {
      let terminal = try Tmux()
      let path = terminal.file("disk.qcow2")
      try QEMU.create(path, size: "8M", options: ["extended_l2=on"])
      try QEMU.io(path, ["write -P 1 4k 4k", "write -z -u 60k 4k"])
      try await terminal.browse("disk.qcow2 --view map")
      try await terminal.wait(for: "cluster 0 ..DD..........................ZZ sub")
    }
  }
}
