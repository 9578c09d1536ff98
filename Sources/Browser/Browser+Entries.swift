internal import QCOW2

extension Browser {
  /// Asks for the entries on the screen, and as many before and behind them.
  func requestEntries() {
    guard model.layout.panes[.tables] != nil else { return }
    let sight = model.entriesInSight
    let table = model.entries.table
    if let known = entryRequest, known.table == table,
      known.range.lowerBound <= sight.lowerBound, known.range.upperBound >= sight.upperBound
    {
      return
    }
    let range = max(0, sight.lowerBound - sight.count)..<sight.upperBound + sight.count
    entryRequest = EntryPage.Request(table: table, range: range)
    let (image, shelf) = (model.image, shelf)
    generations[.entries] = jobs.start(.entries) { cancellation, post in
      guard !cancellation.isCancelled else { return }
      do throws(ImageError) {
        let anatomy = try shelf.anatomy(of: image.file, cancellation)
        post(.entries(try EntryPage(anatomy, image, table, range)))
      } catch .cancelled {
        post(.entries(EntryPage(table, problem: "reading the tables was stopped, R reads them")))
      } catch {
        post(.entries(EntryPage(table, problem: "the table cannot be read: \(error)")))
      }
    }
  }
}
