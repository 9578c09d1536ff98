internal import QCOW2

extension Browser {
  /// Looks for the next or previous match.
  func find(_ quest: Quest) {
    let job = FindJob(quest, on: model.disk)
    startSearch { job.run($0, $1) }
  }

  /// Looks for all matches.
  func listHits(_ term: SearchTerm, in space: AddressSpace) {
    let job = HitListJob(term, in: space, of: model.disk)
    generations[.hits] = jobs.start(.hits) { job.run($0, $1) }
  }

  /// Hashes bytes.
  func hash(_ bytes: Selection, by algorithm: HashAlgorithm) {
    let job = HashJob(bytes, by: algorithm, of: model.disk)
    generations[.hash] = jobs.start(.hash) { job.run($0, $1) }
  }

  /// Reads all data of the image for clusters that hold zeros only.
  func scanZeros() {
    let job = ZeroJob(model.image)
    generations[.zeros] = jobs.start(.zeros) { job.run($0, $1) }
  }

  /// Reads bytes to be copied.
  func yank(_ form: YankForm, _ subject: Subject) {
    let job = YankJob(form, subject, of: model.disk)
    generations[.yank] = jobs.start(.yank) { job.run($0, $1) }
  }

  /// Asks which bytes on the hex view match what was looked for.
  func requestPageHits() {
    guard let wanted = model.wantedHits else { return pageHitsRequest = nil }
    guard wanted != pageHitsRequest else { return }
    pageHitsRequest = wanted
    let disk = model.disk
    generations[.pageHits] = jobs.start(.pageHits) { cancellation, post in
      if let hits = PageHits(wanted, on: disk, cancellation) { post(.pageHits(hits)) }
    }
  }
}
