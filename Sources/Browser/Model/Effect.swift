package import QCOW2
package import SystemPackage

/// What an update asks of the world outside the model.
package enum Effect: Equatable, Sendable {
  case quit
  case suspend
  case redraw
  case beep
  /// Look for the next or previous place of a kind.
  case search(Motion)
  /// Look for bytes.
  case find(Quest)
  /// Look for all places that have them.
  case listHits(SearchTerm, AddressSpace)
  /// Read bytes to be copied.
  case yank(YankForm, Subject)
  /// Send a text to the terminal's clipboard.
  case copy(String)
  /// Write bytes, or a list, to a new file.
  case export(Subject, FilePath)
  case exportList(ListText, FilePath)
  /// Hash bytes.
  /// Reads all data for clusters that hold zeros only.
  case scanZeros
  case hash(Selection, HashAlgorithm)
  /// Look for who maps a host offset.
  case searchHost(HostOffset)
  /// Look for the first allocated byte of a range.
  case searchAllocated(Range<GuestOffset>)
  /// Explain a byte, by the tables and fields that it is found by or is part of.
  case explain(AddressSpace, UInt64)
  /// Explain an entry of a table.
  case explainEntry(EntryTable, Int)
  /// Tell what lies at a place.
  case preview(GuestOffset)
  /// Find the files whose names begin with a path, to offer them from a character of the prompt on.
  case listFiles(beginning: String, from: Int)
  /// Show a snapshot as the disk.
  case showSnapshot(SnapshotRecord)
  /// Show the disk that begins with a layer.
  case showLayer(Int)
  /// Show the layer that a hop of the path lies in, and there what it stands for.
  case showHop(Ribbon.Hop.Step, Translation)
  /// Show a disk again that was left, and the place there.
  case comeBack(ShownDisk, Place)
  /// Show the whole disk again.
  case showWhole
  /// Read everything that is known of the files again.
  case reload
  /// Open the chain again with one more file allowed.
  case allow(FilePath)
  /// Stop a job whose answer nobody waits for any more.
  case abandon(JobKind)
  /// Go on with the scan where it was stopped.
  case resumeScan
  /// Ask again what the file's clusters are used for.
  case recount
  /// Ask again what the colours of the map tell.
  case recolor
  /// Write the screen as text to a new file.
  case saveScreen(String)
  /// Open the image of the tour and its first page.
  case openDemo
  /// Show what was open before the tour.
  case closeDemo
  /// Open another image.
  case openFile(String)
  /// Write the runs of the disk to a new file.
  case saveRuns(String)
  /// Open another disk to compare this one with.
  case compare(ComparedWith)
  /// Go on with a comparison that was stopped.
  case goOnComparing
  /// Note how the files are now, to follow what becomes of them.
  case follow
  /// Show a snapshot, or the disk as it is now, and tell whether the cursor's cluster is the same.
  case step(SnapshotRecord?)
  /// Ask a job to stop.
  case cancel(JobKind)
}
