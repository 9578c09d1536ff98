/// Why a file is as large as it is: its bytes by owner, and what each remedy would give back.
public struct SpaceLedger: Sendable {
  /// The rows that are not empty, in the order of `SpaceAccount`. Their bytes add up to the file's length.
  public let rows: [SpaceRow]
  /// The length of the file.
  public let fileLength: UInt64
  /// The bytes that the file system says the file takes; nil where it cannot tell.
  public let allocatedBytes: UInt64?
  /// What can be done, the most useful first.
  public let remedies: [Remedy]

  init(_ totals: SpaceTotals, _ image: CheckedImage, bitmapBytes: [UInt64]) {
    var rows: [SpaceAccount: SpaceRow] = [:]
    for (use, amount) in totals.uses {
      let account = SpaceAccount(use)
      var row = rows[account] ?? SpaceRow(account: account, amount: SpaceTotals.Amount())
      row.amount += amount
      if use.class == .vmState { row.vmStateBytes += amount.bytes }
      if use.class == .l1Table || use.class == .l2Table { row.tableBytes += amount.bytes }
      rows[account] = row
    }
    self.rows = rows.values.sorted { $0.account.rank < $1.account.rank }
    fileLength = totals.fileLength
    allocatedBytes = image.storage.allocatedByteCount()
    remedies = Remedy.all(self.rows, image, bitmapBytes: bitmapBytes)
  }

  /// The bytes of an account.
  public func bytes(of account: SpaceAccount) -> UInt64 {
    rows.first { $0.account == account }?.amount.bytes ?? 0
  }
}
