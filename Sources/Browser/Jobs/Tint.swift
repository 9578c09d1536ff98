/// What is known of the map's cells beside their state, as the colouring wants it.
package enum Tint: Equatable, Sendable {
  case layers(LayerGrid)
  case dirty(DirtyGrid)
  case classes(ClassGrid)

  /// How the disk was cut.
  package var frame: CellFrame {
    switch self {
    case .layers(let grid): grid.frame
    case .dirty(let grid): grid.frame
    case .classes(let grid): grid.frame
    }
  }
}
