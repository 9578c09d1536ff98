/// What the programs call themselves.
package enum Release {
  /// The version of all of them.
  package static let version = "0.1.0"
}
