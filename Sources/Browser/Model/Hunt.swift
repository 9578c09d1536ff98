package import QCOW2

/// What is looked for, and what is known of where it is.
package struct Hunt: Sendable {
  /// What was looked for last.
  package internal(set) var term: SearchTerm?
  /// Which way.
  package internal(set) var isForward = true
  /// The match that was gone to last.
  package internal(set) var hit: Selection?
  /// How the search that found nothing or was stopped goes on, as long as the cursor stays.
  var next: (quest: Quest, place: UInt64)?
  /// The matches on the hex view.
  package internal(set) var onPage: PageHits?
  /// Whether all matches are listed beside the hex view.
  package internal(set) var showsList = false
  /// What is known of them.
  package internal(set) var list: HitList?

  package init() {}

  /// The same term for another disk, of which nothing is known.
  var anew: Hunt {
    var hunt = Hunt()
    (hunt.term, hunt.isForward) = (term, isForward)
    return hunt
  }
}

extension Model {
  /// The bytes on the hex view that match what was looked for last, in order.
  var hitsOnPage: [Range<UInt64>] {
    guard let page = hunt.onPage, page.request.term == hunt.term, page.request.space == hexSpace
    else { return [] }
    return page.ranges
  }

  /// What the hits on the screen are asked for by, or nil where nobody wants them.
  var wantedHits: PageHits.Request? {
    guard let term = hunt.term, hexLayout != nil, !hexRange.isEmpty else { return nil }
    return PageHits.Request(term: term, space: hexSpace, range: hexRange)
  }
}
