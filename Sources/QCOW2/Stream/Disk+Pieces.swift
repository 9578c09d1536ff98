extension Disk {
  /// Hands over a range in order, read on this thread.
  ///
  /// - Parameters:
  ///   - range: The bytes.
  ///   - cancellation: Ends it early.
  ///   - body: Gets one piece after the other; returns whether to go on.
  func forEachPiece(
    of range: Range<GuestOffset>, _ cancellation: Cancellation,
    _ body: (ReadAhead.Piece) -> Bool
  ) {
    let chunk = ReadChunk()
    let reader = DiskReader(self)
    for entry in MapEntries(self, range, cancellation: cancellation) {
      var rest = GuestOffset(entry.start)..<GuestOffset(entry.start + entry.length)
      while !rest.isEmpty, !cancellation.isCancelled {
        chunk.clear()
        if entry.isZero {
          rest = chunk.addZeros(rest)
        } else {
          rest = chunk.add(rest, of: entry.wanted)
          chunk.read(of: self, by: reader, keepsGoing: true)
        }
        guard unsafe chunk.allSatisfy(body) else { return }
      }
    }
  }
}
