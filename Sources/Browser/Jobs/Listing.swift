package import QCOW2

/// A list from the image, with what is wrong with it.
package struct Listing<Row: Sendable>: Sendable {
  package var rows: [Row]
  package var findings: [Finding]

  package init(rows: [Row], findings: [Finding]) {
    self.rows = rows
    self.findings = findings
  }
}

extension Listing where Row == SnapshotRecord {
  /// Reads the snapshots; a table that cannot be read is a finding.
  init(snapshotsOf image: Image) {
    do throws(ImageError) {
      let table = try image.snapshots()
      self.init(rows: table.records, findings: table.findings)
    } catch {
      self.init(rows: [], findings: [error.finding])
    }
  }
}

extension Listing where Row == BitmapRecord {
  /// Reads the bitmaps; a directory that cannot be read is a finding.
  init(bitmapsOf image: Image) {
    do throws(ImageError) {
      let directory = try image.bitmaps()
      self.init(rows: directory.records, findings: directory.findings)
    } catch {
      self.init(rows: [], findings: [error.finding])
    }
  }
}
