import ArgumentParser
import QCOW2
import SystemPackage

/// What a pass over all tables may use.
struct CheckOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep at most this many MiB about clusters; larger images take several passes.",
      valueName: "MiB"))
  var memory = 80

  @Option(help: ArgumentHelp("Read with this many threads.", valueName: "count"))
  var threads: Int?

  func validate() throws {
    guard (1...1_000_000).contains(memory) else {
      throw ValidationError("--memory takes 1 to 1000000 MiB.")
    }
    guard threads.map({ (1...1024).contains($0) }) ?? true else {
      throw ValidationError("--threads takes 1 to 1024.")
    }
  }

  var limits: CheckLimits { CheckLimits(memory: memory << 20, threads: threads) }

  /// Opens an image for a check and says who writes to it. Neither other files nor a pass phrase are
  /// needed.
  ///
  /// - Throws: `Failure` where the header leaves nothing to check or reading fails.
  static func check(_ path: FilePath, limits: CheckLimits) throws(Failure) -> Check {
    do throws(ImageError) {
      let storage = try FileStorage(path)
      WriterWarning.look(at: storage)
      return try Check(storage, limits: limits)
    } catch {
      throw Failure(path, error)
    }
  }
}
