internal import Dispatch
internal import Surface

/// Rings when a job has something to say.
package final class Bell: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  package init() {}

  package func ring() { semaphore.signal() }

  func wait() { semaphore.wait() }
}

extension Browser {
  /// A browser without a terminal whose jobs run beside it, as they do with one.
  package static func headless(_ model: Model) -> (browser: Browser, bell: Bell) {
    let bell = Bell()
    return (Browser(model, Jobs { bell.ring() }), bell)
  }

  /// Plays a script to its end or until it leaves.
  ///
  /// - Throws: `Script.Failure` where a command line is refused.
  package func play(_ script: Script, _ bell: Bell) throws(Script.Failure) {
    synchronize()
    start()
    defer {
      jobs.cancelAll()
      finishNotes()
    }
    for (step, line) in script.steps {
      switch step {
      case .idle: waitUntilIdle(bell)
      case .key(let key): guard handle(.key(key)) else { return }
      case .line(let text):
        do throws(Fault) {
          guard try run(line: text) else { return }
        } catch {
          throw Script.Failure(name: script.name, line: line, message: error.description)
        }
      }
    }
  }

  /// Does what a command line says; false once the program would leave.
  private func run(line: String) throws(Fault) -> Bool {
    // As after a moment's hesitation over a half-typed key.
    hesitate()
    let effects = try model.run(line: line)
    let stays = effects.allSatisfy { perform($0, nil) }
    synchronize()
    if let message = model.message, message.level == .error { throw Fault(message.text) }
    return stays
  }

  /// Waits until no job runs and all that they told has been taken.
  private func waitUntilIdle(_ bell: Bell) {
    while true {
      let hasNews = synchronize()
      if !hasNews, jobs.isIdle { return }
      if !hasNews { bell.wait() }
    }
  }
}
