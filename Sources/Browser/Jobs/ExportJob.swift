internal import QCOW2
internal import SystemPackage

/// Writes bytes to a new file. What exists is never written over, and a part is never left.
struct ExportJob: Sendable {
  /// How much is written before it is made sure that it stays, which nobody can stop.
  private static let step: UInt64 = 32 << 20

  private let subject: Subject
  private let path: FilePath
  private let source: ByteSource

  init(_ subject: Subject, to path: FilePath, of disk: Disk) {
    (self.subject, self.path) = (subject, path)
    source = ByteSource(disk, subject.bytes.space)
  }

  /// Why there is no file.
  fileprivate enum Fault: Error {
    case source(ImageError)
    case target(ImageError)
    case stopped
  }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    func tell(_ verdict: Verdict, _ text: String) { post(.told(.export, verdict, text)) }
    do throws(ImageError) {
      let (disk, size) = try source.opened()
      guard subject.bytes.bounds.upperBound <= size else {
        return tell(.failed, "the file has only \(binarySize(size)) by now, nothing is written")
      }
      guard let target = try ExportTarget.create(path) else {
        return tell(.failed, "\(path.displayed) exists already and stays as it is")
      }
      do throws(Fault) {
        try copy(disk, to: target, cancellation, post)
        let shared = target.shared > 0 ? ", \(binarySize(target.shared)) shared" : ""
        let stored = "\(binarySize(target.written)) stored\(shared), the rest is holes"
        tell(.done, "\(path.displayed) has the \(subject.text): \(stored)")
      } catch {
        target.remove()
        tell(
          error.isStop ? .stopped : .failed,
          "\(error.text(path.displayed)); what was written is removed\(error.hint)")
      }
    } catch {
      tell(.failed, "\(path.displayed): \(error)")
    }
  }

  private func copy(
    _ disk: Disk, to target: ExportTarget, _ cancellation: Cancellation, _ post: Jobs.Post
  ) throws(Fault) {
    let bounds = subject.bytes.bounds
    let range = GuestOffset(bounds.lowerBound)..<GuestOffset(bounds.upperBound)
    var (meter, kept, total) = (JobMeter("export"), UInt64(0), ReadTotal?.none)
    defer { total?.cancel() }
    do throws(ImageError) {
      try target.prepare(from: 0, size: subject.bytes.count)
    } catch {
      throw .target(error)
    }
    do throws(DiskCopy.Fault<ImageError>) {
      try DiskCopy(disk, to: target, cancellation).run(range, from: range.lowerBound) {
        _, done throws(ImageError) in
        if meter.isTime {
          if total == nil { total = ReadTotal(disk, range) }
          post(.progress(.export, meter.line(done, of: total?.count)))
        }
        if target.written - kept >= Self.step {
          try target.synchronize()
          kept = target.written
        }
      }
    } catch {
      switch error {
      case .source(let error): throw .source(error)
      case .target(let error), .body(let error): throw .target(error)
      }
    }
    guard !cancellation.isCancelled else { throw .stopped }
    do throws(ImageError) { try target.synchronize() } catch { throw .target(error) }
  }
}

extension ExportJob.Fault {
  fileprivate var isStop: Bool { if case .stopped = self { true } else { false } }

  /// Who writes the rest of a disk of which something is lost: to fill it is nothing that is done here,
  /// where a copy is a copy.
  fileprivate var hint: String {
    switch self {
    case .source(.damaged), .source(.undecodable), .source(.system):
      "; qemu-img convert --salvage writes zeros for what is lost"
    case .source, .target, .stopped: ""
    }
  }

  fileprivate func text(_ target: String) -> String {
    switch self {
    case .source(let error): "not everything can be read: \(error)"
    case .target(let error): "\(target): \(error)"
    case .stopped: "\(target): stopped"
    }
  }
}
