internal import QCOW2

extension Browser {
  /// Looks for the next or previous place of a kind on the disk or, with its map in focus, in the file.
  func search(_ motion: Motion) {
    let (disk, whole, cursor) = (model.disk, model.whole, model.cursor)
    if model.isMovingInFile {
      let job = HostMotionJob(model.image.storage, motion, from: model.hosts.cursor)
      startSearch { job.run($0, $1) }
      return
    }
    switch motion.target {
    case .jump:
      let job = BreakMotion(disk, from: cursor, forward: motion.isForward)
      startSearch { job.run($0, $1) }
    case .shared:
      let job = SharedMotion(disk, of: whole, from: cursor, forward: motion.isForward)
      startSearch { job.run($0, $1) }
    case .difference:
      guard let other = model.comparison else { return }
      let job = DifferenceMotion(
        disk, other.disk, from: cursor, forward: motion.isForward)
      startSearch { job.run($0, $1) }
    case .data, .hole, .zero, .compressed, .backing, .damage, .partition, .mark, .change:
      let marks = motion.target == .damage ? model.damage : []
      let job = MotionJob(disk, motion, from: cursor, marks: marks)
      startSearch { job.run($0, $1) }
    }
  }
}
