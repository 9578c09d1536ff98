import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Small images with bytes spoilt: whatever opens is shown, whatever does not is refused.
@Suite struct MutationTests {
  private static let options = [
    ["cluster_size=512"], ["cluster_size=4k", "compat=0.10"],
    ["cluster_size=16k", "extended_l2=on"], ["cluster_size=4k", "lazy_refcounts=on"],
  ]
  /// How long one image may take from opening to the last frame.
  private static let limit = Duration.seconds(5)

  private func original(_ options: [String]) throws -> ImageBytes {
    let directory = try TemporaryDirectory()
    let path = directory.file("small.qcow2")
    try QEMU.create(path, size: "1M", options: options)
    try QEMU.io(
      path,
      [
        "write -P 1 0 32k", "write -c -P 2 64k 16k", "write -P 3 128k 16k", "write -z 128k 16k",
        "write -P 4 1008k 16k",
      ])
    return try ImageBytes(contentsOf: path)
  }

  @Test(arguments: options.indices)
  func spoiltImagesAreShownOrRefused(index: Int) throws {
    let original = try original(Self.options[index])
    var random = SplitMix64(seed: UInt64(index) + 100)
    var opened = 0
    for round in 0..<550 {
      var image = original
      spoil(&image, &random)
      let note = "options \(Self.options[index]) round \(round)"
      let duration = ContinuousClock().measure {
        if show(image, seed: UInt64(round), note) { opened += 1 }
      }
      #expect(duration < Self.limit, "\(note)")
    }
    // If hardly one opened, hardly anything was tested; if all did, the header was spared.
    #expect((250..<550).contains(opened))
  }

  /// Opens an image, walks about and draws; false where it is refused.
  private func show(_ image: ImageBytes, seed: UInt64, _ note: String) -> Bool {
    let storage = MemoryStorage(image.bytes, name: "spoilt")
    guard let image = try? Image(storage, allowsBrokenHeader: true) else { return false }
    let pilot = Pilot(image, width: 80, height: 24)
    var player = Player(pilot, seed: seed)
    for _ in 0..<6 { player.press() }
    pilot.expectSound(note)
    return true
  }

  private func spoil(_ image: inout ImageBytes, _ random: inout SplitMix64) {
    let l1 = image.l1Entry(0)
    let l2 = image.l2Table(0)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place =
        switch Int.random(in: 0..<8, using: &random) {
        case 0: Int.random(in: 0..<112, using: &random)
        case 1: Int.random(in: 104..<512, using: &random)
        case 2...3: l1 + Int.random(in: 0..<64, using: &random)
        case 4...6: l2 + Int.random(in: 0..<512, using: &random)
        default: Int.random(in: 0..<image.bytes.count, using: &random)
        }
      guard place < image.bytes.count else { continue }
      image.bytes[place] =
        Bool.random(using: &random)
        ? .random(in: 0...255, using: &random)
        : image.bytes[place] ^ 1 << UInt8.random(in: 0..<8, using: &random)
    }
    if Int.random(in: 0..<6, using: &random) == 0 {
      image.bytes.removeLast(.random(in: 0..<image.bytes.count, using: &random))
    }
  }
}
