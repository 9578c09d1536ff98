extension Disk {
  /// What lies on a part of the disk, by the signatures of file systems and the like.
  ///
  /// Costs about ten reads of 4 KiB, and a few more for some labels.
  ///
  /// - Parameters:
  ///   - range: A partition; the whole disk unless given. It is clipped to the disk.
  ///   - cancellation: Ends the search; what was found until then is returned.
  /// - Returns: What was recognised, or why that cannot be told.
  public func contents(
    of range: Range<GuestOffset>? = nil, cancellation: Cancellation? = nil
  ) -> RangeContents {
    var probe = Probe(self, (range ?? guestRange).clamped(to: guestRange))
    for signature in Signature.all where cancellation?.isCancelled != true {
      guard let contents = signature.match(&probe) else { continue }
      if !probe.contents.found.contains(contents) { probe.contents.found.append(contents) }
    }
    return probe.result
  }
}
