internal import QCOW2
internal import Surface

extension Model {
  /// Chooses the next or the previous hop of the path.
  mutating func walk(forward: Bool) {
    guard let hops = PathLine(self, width: layout.ribbon?.width ?? size.width)?.hops else {
      return tell("the path of this byte is not known yet")
    }
    let known = chosenHop.flatMap { $0.guest == cursor ? $0.step : nil }
    let place = known.flatMap { step in hops.firstIndex { $0.step == step } }
    let next = place.map { $0 + (forward ? 1 : -1) } ?? (forward ? 1 : hops.count - 1)
    chosenHop = ChosenHop(
      step: hops[max(0, min(next, hops.count - 1))].step, guest: cursor)
  }

  /// Chooses the hop at a column of the line.
  mutating func chooseHop(at column: Int) {
    guard let width = layout.ribbon?.width,
      let hop = PathLine(self, width: width)?.hop(at: column)
    else { return chosenHop = nil }
    chosenHop = ChosenHop(step: hop.step, guest: cursor)
  }

  /// Shows what the chosen hop stands for, and the layer that has it where that is another one.
  mutating func openHop() -> [Effect] {
    guard let hop = fullHop else { return [] }
    let step = hop.step
    chosenHop?.isShown = false
    if step.part == .name {
      openLayer(step.layer)
    } else if step.part == .end {
      tell(hop.text)
    } else if path.indices.contains(step.layer) {
      let way = path[step.layer]
      guard step.layer == 0 else { return [.showHop(step, way)] }
      if step.part != .host { history.leave(here) }
      show(step.part, of: way)
    } else {
      tell("\(layerName(step.layer)) has no tables: its bytes are those of the disk")
    }
    return []
  }

  /// Shows what a hop of the disk's own image stands for.
  mutating func show(_ part: Ribbon.Hop.Step.Part, of way: Translation, leaves: Bool = true) {
    switch part {
    case .guest:
      hexSpace = .guest
      openHex(at: way.guest)
    case .l1: open(.l1, at: way.l1Index)
    case .l2: open(.l2(way.l1Index), at: way.l2Index)
    case .host:
      guard !image.hasDataFile else {
        return tell("that is in the external data file, whose bytes the disk shows")
      }
      openByte(at: way.mapping.host, leaves: leaves)
    case .name, .end: break
    }
  }

  private mutating func openByte(at place: HostOffset?, leaves: Bool) {
    guard let place, place.rawValue < facts.fileLength else {
      message = Message(.warning, "that is past the end of the file")
      return
    }
    if leaves { openFile(at: place) } else { turnToFile(at: place) }
    tell("at \(place), Backspace goes back")
  }

  private mutating func openLayer(_ layer: Int) {
    let row = chain.firstIndex { $0.layer == firstLayer + layer && !$0.isDataFile }
    guard let row else { return }
    history.leave(here)
    chosen[.chain] = row
    show(.chain)
    reveal(.chain)
  }
}
