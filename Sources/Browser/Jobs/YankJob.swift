internal import QCOW2

/// Reads bytes to be copied.
struct YankJob: Sendable {
  let form: YankForm
  let subject: Subject
  let source: ByteSource

  init(_ form: YankForm, _ subject: Subject, of disk: Disk) {
    (self.form, self.subject) = (form, subject)
    source = ByteSource(disk, subject.bytes.space)
  }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    do throws(ImageError) {
      let (disk, size) = try source.opened()
      let bounds = subject.bytes.bounds
      let end = min(bounds.upperBound, size, bounds.lowerBound + UInt64(form.mostBytes))
      guard bounds.lowerBound < end else {
        return post(.told(.yank, .failed, "the file ends before \(subject.bytes.text)"))
      }
      let count = end - bounds.lowerBound
      let bytes = try disk.read(at: GuestOffset(bounds.lowerBound), count: Int(count))
      let isWhole = end == bounds.upperBound
      let part = isWhole ? "" : "the first "
      var yank = Yank(
        title: "\(part)\(counted(count, "byte", "bytes")) as \(form.name)",
        text: form.text(bytes, of: Selection(subject.bytes.space, bounds.lowerBound..<end)))
      if !isWhole {
        yank.lack =
          "only the first \(grouped(count)) of \(grouped(subject.bytes.count)) bytes: a "
          + "clipboard takes no more, x writes them all to a file"
      }
      if !cancellation.isCancelled { post(.yanked(yank)) }
    } catch {
      post(.told(.yank, .failed, "\(subject.bytes.text) is not copied: \(error)"))
    }
  }
}
