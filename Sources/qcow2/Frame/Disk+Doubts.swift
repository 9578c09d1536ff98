import QCOW2

extension Disk {
  /// Findings that keep nothing from being told but may make it another disk than QEMU's.
  var doubts: [Finding] { findings.filter(\.isDoubt) }

  /// Findings that keep a part of the disk from being told.
  var obstacles: [Finding] { findings.filter { !$0.isDoubt && $0.severity > .note } }
}

extension Finding {
  fileprivate var isDoubt: Bool { code == "backing-guess" }
}
