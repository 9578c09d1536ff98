/// The ways of asking for an offset; each is the same prompt with something put around the text.
package enum GotoForm: CaseIterable, Hashable, Sendable {
  case any, host, sector, cluster, l1, l2, partition

  /// What the prompt says.
  package var label: String {
    switch self {
    case .any: "go to offset"
    case .host: "go to host offset"
    case .sector: "go to sector"
    case .cluster: "go to cluster"
    case .l1: "go to L1 entry"
    case .l2: "go to L2 entry of this table"
    case .partition: "go to partition"
    }
  }

  /// What an empty prompt says.
  var placeholder: String {
    self == .any
      ? "0x1f000  2048s  16c  +1M  50%  $-512  p1  L1[0].L2[3]  h:0x50000" : "a number, Esc leaves"
  }

  /// The expression that the typed text stands for. `l1Index` is that of the cursor.
  package func expression(_ text: String, l1Index: Int) -> (text: String, prefix: Int) {
    let (before, after) =
      switch self {
      case .any: ("", "")
      case .host: ("h:", "")
      case .sector: ("(", ")*1s")
      case .cluster: ("(", ")*1c")
      case .l1: ("L1[", "]")
      case .l2: ("L1[\(l1Index)].L2[", "]")
      case .partition: ("p", "")
      }
    return text.isEmpty ? ("", 0) : (before + text + after, before.count)
  }
}
