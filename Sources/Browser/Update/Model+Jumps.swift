package import QCOW2

extension Model {
  /// Goes to `target`, clipped to the disk, and remembers where the user was.
  package mutating func jump(to target: GuestOffset) {
    let place = GuestOffset(min(target.rawValue, max(image.geometry.virtualSize, 1) - 1))
    guard place != cursor else { return }
    history.leave(cursor)
    cursor = place
    settle(isJump: true)
  }

  /// Puts the cursor somewhere without remembering where it was.
  package mutating func place(at target: GuestOffset) {
    cursor = target
    settle(isJump: true)
  }

  mutating func start(_ motion: Motion) -> [Effect] {
    lastMotion = motion
    guard image.geometry.virtualSize > 0 else { return [] }
    isSearching = true
    return [.search(motion)]
  }

  mutating func nothingToRepeat() -> [Effect] {
    message = Message(.info, "nothing to repeat yet: ]d goes to the next data")
    return []
  }

  /// The other way once; `;` goes on in the first direction.
  mutating func reverse() -> [Effect] {
    guard let motion = lastMotion else { return nothingToRepeat() }
    guard image.geometry.virtualSize > 0 else { return [] }
    isSearching = true
    return [.search(motion.reversed)]
  }

  mutating func travel(_ command: Command) {
    let target: GuestOffset? =
      switch command {
      case .back: history.back(from: cursor)
      case .forward: history.forward(from: cursor)
      default: history.latest
      }
    guard let target else {
      message = Message(.info, command == .forward ? "no newer place" : "no earlier place")
      return
    }
    guard command != .previousPlace else { return jump(to: target) }
    cursor = target
    settle(isJump: true)
  }

  mutating func setMark(_ letter: Character?) {
    guard let letter else { return }
    marks[letter] = cursor
    message = Message(.info, "mark '\(letter) is \(cursor)")
  }

  mutating func jumpToMark(_ letter: Character?) {
    guard let letter else { return }
    guard let target = marks[letter] else {
      message = Message(.warning, "mark '\(letter) is not set, m\(letter) sets it here")
      return
    }
    jump(to: target)
  }

  /// Takes what a search found.
  mutating func arrive(_ result: SearchResult, opensHex: Bool) {
    isSearching = false
    message = Message(result.target == nil ? .warning : .info, result.message)
    guard let target = result.target else {
      if result.isAmbiguous {
        // The candidates stay beside the prompt until something is typed.
        prompt = Prompt(.goto(.any), history: promptHistory[.goto(.any)] ?? [])
        prompt?.preview = result.message
        message = nil
      }
      return
    }
    if opensHex { openHex(at: target) } else { jump(to: target) }
  }
}
