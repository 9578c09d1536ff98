internal import QCOW2

/// Looks for clusters that are stored and hold zeros only, which could be holes instead.
struct ZeroJob: Sendable {
  private let image: Image

  init(_ image: Image) { self.image = image }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    var meter = JobMeter("zeros")
    do throws(ImageError) {
      let scan = try ZeroScan(image, cancellation: cancellation) { done, size in
        if meter.isTime { post(.progress(.zeros, meter.line(done, of: size))) }
      }
      post(.told(.zeros, .done, Self.text(scan)))
    } catch .cancelled {
      post(.told(.zeros, .stopped, "the search for zeros was stopped"))
    } catch {
      post(.told(.zeros, .failed, "zeros: \(error)"))
    }
  }

  private static func text(_ scan: ZeroScan) -> String {
    let all = counted(scan.clusters, "cluster", "clusters")
    guard scan.zeroClusters > 0 else { return "none of \(all) of data holds zeros only" }
    let hold = scan.zeroClusters == 1 ? "holds" : "hold"
    let size = binarySize(scan.zeroBytes)
    return "\(grouped(scan.zeroClusters)) of \(all) of data (\(size)) \(hold) zeros only"
      + ": :color content shows them as Z"
  }
}
