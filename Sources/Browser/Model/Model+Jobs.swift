extension JobKind {
  /// What the job does, for people; nil for those that are over before anybody could look.
  var title: String? {
    switch self {
    case .scan: "scan of the whole disk for the map"
    case .detail: "cells of the map"
    case .search: "search"
    case .tint: "colours of the map"
    case .open: "opening files"
    case .check: "check of the file"
    case .runs: "runs around the cursor"
    case .fileRuns: "list of the file's runs"
    case .hosts: "use of the file's clusters"
    case .owners: "owner of a cell of the file"
    case .volumes: "contents of the partitions"
    case .hits: "list of all hits"
    case .hash: "hash of bytes"
    case .zeros: "search for clusters of zeros"
    case .export: "export to a file"
    case .yank: "bytes to be copied"
    case .files: "names of files"
    case .explanation: "explanation of the byte under the cursor"
    case .follow: "reading the changed image"
    case .compare: "comparison of two disks"
    case .save: "runs of the disk, for a file"
    case .entries: "entries of a table"
    case .field: "field under the cursor"
    case .shape: "structures of the file's bytes"
    case .page, .run, .preview, .partitions, .lists, .watch, .notes,
      .pageHits:
      nil
    }
  }

  /// Its name for `:cancel`.
  var word: String { "\(self)" }
}

extension Model {
  /// The rows of the list of jobs.
  var jobRows: [(kind: JobKind, progress: String)] {
    shell.running.filter { $0.title != nil }.map { kind in
      let told =
        switch kind {
        case .scan: "\(progress.percent)%"
        case .check: audit.step.map { "\($0.name), \(audit.percent)%" } ?? ""
        case .compare: comparison.map { "\($0.grid.percent)%" } ?? ""
        case .hits: if case .running(let text)? = hunt.list?.state { text } else { "" }
        default: shell.progress[kind] ?? ""
        }
      return (kind, told)
    }
  }

  var jobLines: [PageLine] {
    let rows = jobRows.map { row in
      PageLine(
        keys: row.kind.word,
        text: (row.kind.title ?? "") + (row.progress.isEmpty ? "" : ": \(row.progress)"))
    }
    return rows.isEmpty ? [PageLine(keys: "", text: "nothing runs")] : rows
  }

  /// Takes what runs now; true where the list of jobs is open and has to be drawn again.
  mutating func take(running: [JobKind]) -> Bool {
    guard running != shell.running else { return false }
    shell.running = running
    shell.progress = shell.progress.filter { running.contains($0.key) }
    return overlay?.kind == .jobs
  }

  mutating func stopChosenJob() -> [Effect] {
    let rows = jobRows
    guard let row = overlay?.chosen, !rows.isEmpty else { return [] }
    return stop(rows[min(row, rows.count - 1)].kind)
  }

  mutating func cancelJob(_ name: String) throws(Fault) -> [Effect] {
    guard !name.isEmpty else { return interrupt() }
    guard let kind = JobKind.allCases.first(where: { $0.word == name && $0.title != nil }) else {
      throw Fault("no job is called that, J lists what runs", at: 0)
    }
    guard shell.running.contains(kind) else {
      tell("\(name) does not run")
      return []
    }
    return stop(kind)
  }

  /// Asks a job to stop, and says so.
  mutating func stop(_ kind: JobKind) -> [Effect] {
    tell("stopping: \(kind.title ?? kind.word)")
    if kind == .hosts { hosts.failure = "the count was stopped, ^R starts it again" }
    if kind == .fileRuns, hosts.runs == nil { hosts.runsFailure = "stopped, r twice starts again" }
    return [.cancel(kind)]
  }
}
