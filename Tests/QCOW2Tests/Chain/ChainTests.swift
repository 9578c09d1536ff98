import QCOW2
import SystemPackage
import TestSupport
import Testing

@Suite("Chains that QEMU wrote")
struct ChainTests {
  static let shapes: [ChainRecipe] = [
    // Shorter than the overlay, ending inside a cluster and inside a sector.
    .init(.raw(1_000_333), .qcow2(2 << 20, "cluster_size=64k")),
    .init(.raw(1_000_333), .qcow2(2 << 20, "cluster_size=512", "compat=0.10")),
    .init(.raw(1_000_333), .qcow2(9 << 20, "cluster_size=2M")),
    .init(.raw(1_000_333), .qcow2(2 << 20, "cluster_size=16k", "extended_l2=on")),
    // Longer than the overlay.
    .init(.raw(3_000_001), .qcow2(1 << 20, "cluster_size=4k")),
    .init(.qcow2(5 << 20, "cluster_size=4k", "compat=0.10"), .qcow2(1 << 20, "cluster_size=64k")),
    // Shortest in the middle: what lies below its end must not shine through.
    .init(
      .raw(4_000_333), .qcow2(1 << 20, "cluster_size=4k"), .qcow2(4 << 20, "cluster_size=64k")),
    .init(
      .qcow2(4 << 20, "cluster_size=64k"), .qcow2(66_048, "cluster_size=2M"),
      .qcow2(3 << 20, "cluster_size=512"), .qcow2(4 << 20, "cluster_size=64k", "extended_l2=on")),
    .init(
      .qcow2(4 << 20, "cluster_size=64k", compressed: true),
      .qcow2(8 << 20, "cluster_size=64k", "compression_type=zstd", compressed: true),
      .qcow2(8 << 20, "cluster_size=64k", "extended_l2=on")),
  ]

  @Test(arguments: shapes) func shapesAgree(_ recipe: ChainRecipe) throws { try agree(recipe) }

  @Test(arguments: UInt64(1)...24) func randomChainsAgree(_ seed: UInt64) throws {
    try agree(ChainRecipe(seed: seed))
  }

  private func agree(_ recipe: ChainRecipe) throws {
    let directory = try TemporaryDirectory()
    let path = try recipe.make(in: directory)
    let whole = try QEMU.guestBytes(of: path)
    let disk = try openDisk(path)
    #expect(disk.findings == [])
    try #require(disk.layers.count == recipe.layers.count)
    try expectBytes(disk, whole)
    var generator = SplitMix64(seed: recipe.seed)
    try expectRandomReads(disk, whole, count: 2000, &generator)
    try expectMap(disk, ChainRun.map(path, rawSizes: recipe.rawSizes))
    expectClippedWalks(disk, count: 40, &generator)
  }
}
