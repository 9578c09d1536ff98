internal import Glibc

/// The processors that threads may use.
package enum Processors {
  /// How many are online; one at least.
  package static var count: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
