import QCOW2
import TestSupport
import Testing

/// A way to spoil an image, and what a check must say of it.
struct CheckRecipe: CustomTestStringConvertible, Sendable {
  /// What `qemu-img check` does with the image.
  enum QEMUVerdict: Sendable {
    /// It counts the problem, as we do.
    case counts
    /// It finds nothing wrong.
    case passes
    /// It gives up before it has looked at everything.
    case stops
  }

  /// Whose references are at fault.
  enum Disks: Sendable { case none, active, snapshot, both }

  let testDescription: String
  var image = RecipeImage.standard
  /// What must be reported.
  let problem: Problem
  var qemu = QEMUVerdict.counts
  /// How often.
  var places: UInt64 = 1
  /// The guest ranges that it touches.
  var guest: [Range<UInt64>] = []
  var disks = Disks.active
  /// The bitmap that it touches.
  var bitmap: Int?
  let spoil: @Sendable (inout ImageBytes) -> Void

  init(
    _ name: String, _ problem: Problem, in image: RecipeImage = .standard,
    qemu: QEMUVerdict = .counts, places: UInt64 = 1, guest: [Range<UInt64>] = [],
    of disks: Disks = .active, bitmap: Int? = nil,
    _ spoil: @escaping @Sendable (inout ImageBytes) -> Void
  ) {
    testDescription = name
    self.image = image
    self.problem = problem
    self.qemu = qemu
    self.places = places
    self.guest = guest
    self.disks = disks
    self.bitmap = bitmap
    self.spoil = spoil
  }

  /// Writes the spoilt image.
  func make(at path: String) throws {
    var bytes = try image.bytes
    spoil(&bytes)
    try write(bytes.bytes, to: path)
  }
}

extension CheckRecipe.Disks {
  init(_ holders: Holders) {
    self =
      switch (holders.includeActive, holders.includeSnapshots) {
      case (true, true): .both
      case (true, false): .active
      case (false, true): .snapshot
      case (false, false): .none
      }
  }
}
