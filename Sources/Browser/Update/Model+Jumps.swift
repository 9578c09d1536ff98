package import QCOW2

extension Model {
  /// Goes to `target`, clipped to the disk, and remembers where the user was.
  package mutating func jump(to target: GuestOffset) {
    let place = GuestOffset(min(target.rawValue, max(image.geometry.virtualSize, 1) - 1))
    guard place != cursor else { return }
    history.leave(Place(guest: cursor))
    cursor = place
    settle(isJump: true)
  }

  /// Puts the cursor somewhere without remembering where it was.
  package mutating func place(at target: GuestOffset) {
    cursor = target
    settle(isJump: true)
  }

  mutating func goToFirst() {
    guard overlay == nil else { return moveInOverlay(.rowStart) }
    if hosts.isShown, focus == .map { return moveInFile(to: .zero) }
    if focus.isList { return move(.rowStart) }
    if isInFile { moveInHex(to: 0) } else { jump(to: .zero) }
  }

  mutating func goToLast() {
    guard overlay == nil else { return moveInOverlay(.rowEnd) }
    if hosts.isShown, focus == .map { return moveInFile(to: HostOffset(facts.fileLength)) }
    if focus.isList { return move(.rowEnd) }
    if isInFile { moveInHex(to: max(hexSize, 1) - 1) } else { jump(to: image.geometry.end) }
  }

  /// Goes where an expression points; a host offset has to be looked for.
  mutating func go(_ form: GotoForm, to text: String) throws(Fault) -> [Effect] {
    if focus == .tables, form == .l1 || form == .l2 {
      try goToEntry(form, text)
      return []
    }
    switch try address(form, text) {
    case .guest(let offset):
      jump(to: offset)
      return []
    case .host(let offset):
      if isAboutFile {
        try goInFile(to: offset)
        return []
      }
      isSearching = true
      return [.searchHost(offset)]
    }
  }

  /// Whether a host offset is gone to, and not to who maps it: the file's bytes or layout are in focus.
  private var isAboutFile: Bool { isInFile || hosts.isShown && focus == .map }

  private mutating func goInFile(to place: HostOffset) throws(Fault) {
    guard place.rawValue < facts.fileLength else {
      throw Fault("the file ends at \(hex(facts.fileLength))")
    }
    history.leave(here)
    if isInFile { moveInHex(to: place.rawValue) } else { moveInFile(to: place) }
  }

  private func address(_ form: GotoForm, _ typed: String) throws(Fault) -> Address {
    var (text, prefix) = form.expression(typed, l1Index: image.geometry.l1Index(of: cursor))
    let isNumber = typed.first.map { $0.isNumber || $0 == "(" } ?? false
    // Over the file's bytes a number counts those.
    if isInFile, isNumber, [.any, .sector, .cluster].contains(form) {
      (text, prefix) = ("h:" + text, prefix + 2)
    }
    do throws(AddressError) {
      return try AddressParser.parse(text, addressContext)
    } catch {
      throw Fault(error.message, at: max(0, error.column - prefix))
    }
  }

  /// Resolves an expression that is being typed; the kind of the place comes later, from a job.
  func preview(_ form: GotoForm, _ text: String) -> ArgumentKind.Preview {
    guard !text.isEmpty else { return .init() }
    do throws(Fault) {
      if focus == .tables, form == .l1 || form == .l2 {
        let table = entryTable(form)
        let row = try entryNumber(text, of: table)
        return .init(text: "= \(table.entryName)[\(row)] of the \(table.name)")
      }
      switch try address(form, text) {
      case .guest(let offset):
        return .init(
          text: "= \(offset), cluster \(image.geometry.cluster(of: offset))",
          effect: .preview(offset))
      case .host(let offset):
        return .init(
          text: isAboutFile
            ? "= \(offset) of the file" : "= host \(offset), Enter looks for who maps it")
      }
    } catch {
      return .init(text: error.description, isFaulty: true)
    }
  }

  mutating func start(_ motion: Motion) -> [Effect] {
    lastMotion = motion
    return look(for: motion)
  }

  mutating func repeatMotion() -> [Effect] {
    lastMotion.map { start($0) } ?? nothingToRepeat()
  }

  private mutating func nothingToRepeat() -> [Effect] {
    tell("nothing to repeat yet: ]d goes to the next data")
    return []
  }

  /// The other way once; `;` goes on in the first direction.
  mutating func reverseMotion() -> [Effect] {
    guard let motion = lastMotion else { return nothingToRepeat() }
    return look(for: motion.reversed)
  }

  mutating func goBack() -> [Effect] {
    if let target = history.back(from: hereOnDisk) { return comeBack(target) }
    tell("no earlier place")
    return []
  }

  mutating func goForward() -> [Effect] {
    if let target = history.forward(from: hereOnDisk) { return comeBack(target) }
    tell("no newer place")
    return []
  }

  mutating func goToPreviousPlace() {
    guard let target = history.latest else { return tell("no earlier place") }
    jump(to: target)
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
    let isThere = result.target != nil || result.hit != nil
    message = Message(isThere ? .info : .warning, result.message)
    if result.hit != nil || result.next != nil { return take(result) }
    if let host = result.host {
      message = Message(.info, result.message)
      return moveInFile(to: host)
    }
    guard let target = result.target else {
      if result.isAmbiguous {
        // The candidates stay beside the prompt until something is typed.
        ask(.argument(of: "goto"))
        prompt?.preview = result.message
        message = nil
      }
      return
    }
    if opensHex { openHex(at: target) } else { jump(to: target) }
  }
}
