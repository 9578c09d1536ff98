internal import QCOW2

/// A count with its word, as screens have it: with commas between thousands.
func counted(_ count: UInt64, _ one: String, _ many: String) -> String {
  counted(count, one, many, isGrouped: true)
}
