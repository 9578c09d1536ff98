import QCOW2
import Synchronization

/// Says of each file once that another program writes to it: whatever is told of such a file was true
/// at most for a moment.
enum WriterWarning {
  private static let told = Mutex<Set<String>>([])

  /// Looks at the files of a disk.
  static func look(at disk: Disk) {
    for file in disk.files { look(at: file) }
  }

  /// Looks at a file.
  static func look(at file: any Storage) {
    guard file.hasWriter() == true else { return }
    guard told.withLock({ $0.insert(file.name).inserted }) else { return }
    Complaint.warn(
      Failure(
        file.name, "another program is writing to it: what it has not flushed cannot be told"))
  }
}
