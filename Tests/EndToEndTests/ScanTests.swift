import TestSupport
import Testing

extension EndToEnd {
  @Suite struct ScanTests {
    @Test func bigImageIsScanned() async throws {
      let terminal = try Tmux()
      try QEMU.create(
        terminal.file("big.qcow2"), size: "64G", options: ["preallocation=metadata"])
      try terminal.enter("./browse big.qcow2 --view map; echo \"status $?\"")
      let start = ContinuousClock.now
      try await terminal.wait(for: "[2 Map]")
      let firstFrame = ContinuousClock.now - start
      try await terminal.wait(for: "scan done")
      #expect(firstFrame < .seconds(2), "the first frame does not wait for the scan")
      // 64 GiB are 1,048,576 clusters of 64 KiB, all of them mapped.
      try await terminal.wait(for: "data 1,048,576")
      try terminal.press("q")
      #expect(try await terminal.status() == 0)
    }

    @Test func emptyImageOfAnySizeIsThereAtOnce() async throws {
      let terminal = try Tmux()
      try QEMU.create(
        terminal.file("empty.qcow2"), size: "64T", options: ["cluster_size=2M"])
      try await terminal.browse("empty.qcow2 --at 50%")
      try await terminal.wait(for: "200000000000 > L1[")
      try terminal.type("]d")
      try await terminal.wait(for: "no more data after")
    }
  }
}
