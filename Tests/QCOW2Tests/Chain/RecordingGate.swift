import QCOW2
import Synchronization
import SystemPackage

/// Remembers what it was asked and leaves the answers to another gate.
final class RecordingGate: OpenGate {
  private let inner: any OpenGate
  private let log = Mutex<(requests: [OpenRequest], opened: [FilePath])>(([], []))

  init(_ inner: any OpenGate = TrustingGate()) { self.inner = inner }

  /// The requests so far, in order.
  var requests: [OpenRequest] { log.withLock { $0.requests } }

  /// The files that were opened so far, by their real paths.
  var opened: [FilePath] { log.withLock { $0.opened } }

  var allowsRegularFilesOnly: Bool { inner.allowsRegularFilesOnly }

  func judge(_ request: OpenRequest) -> OpenVerdict {
    log.withLock { $0.requests.append(request) }
    return inner.judge(request)
  }

  func confirms(_ realPath: FilePath, for request: OpenRequest) -> Bool {
    log.withLock { $0.opened.append(realPath) }
    return inner.confirms(realPath, for: request)
  }
}
