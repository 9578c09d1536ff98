package import QCOW2

/// What the colours of the map tell.
package enum Coloring: Equatable, Sendable {
  /// What the clusters are.
  case state
  /// Which layer provides them.
  case layer
  /// Which of them a dirty bitmap marks.
  case bitmap(BitmapRecord)
  /// What else is known of the clusters.
  case scheme(Scheme)
}
