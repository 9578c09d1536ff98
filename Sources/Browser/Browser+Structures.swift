internal import QCOW2

extension Browser {
  /// How long the cursor has to stay before its field is looked for.
  private static let pause = Duration.milliseconds(30)

  /// Asks what the file's byte under the cursor is part of, where the hex view shows it.
  func requestField() {
    guard model.hexSpace == .host, model.hexLayout != nil, model.hexSize > 0 else {
      return fieldRequest = nil
    }
    let place = model.hosts.cursor
    guard place != fieldRequest else { return }
    let isKnown = fieldRequest != nil && model.fieldNote?.range.contains(place) == true
    fieldRequest = place
    guard !isKnown else { return }
    let (image, shelf) = (model.image, shelf)
    generations[.field] = jobs.start(.field, after: Self.pause) { cancellation, post in
      guard !cancellation.isCancelled else { return }
      do throws(ImageError) {
        post(
          .field(try FieldNote(try shelf.anatomy(of: image.file, cancellation), image, at: place)))
      } catch {
        post(.field(FieldNote(error, at: place)))
      }
    }
  }

  /// Asks what structures the file's bytes on the screen are part of.
  func requestShape() {
    guard model.hexSpace == .host, model.hexStyle.hasColors, model.hexLayout != nil,
      model.hexSize > 0
    else { return shapeRequest = nil }
    let wanted = model.hexRange
    guard wanted != shapeRequest else { return }
    shapeRequest = wanted
    let (file, shelf) = (model.image.file, shelf)
    generations[.shape] = jobs.start(.shape) { cancellation, post in
      guard !cancellation.isCancelled, let anatomy = try? shelf.anatomy(of: file, cancellation),
        let shape = try? HostShape(anatomy, wanted)
      else { return }
      post(.shape(shape))
    }
  }

  /// Writes the page about a byte.
  func explain(_ space: AddressSpace, _ place: UInt64) {
    explain { $0.run(space, place, $1) }
  }

  /// Writes the page about an entry of a table.
  func explain(_ table: EntryTable, _ row: Int) {
    explain { [$0.entry(table, row, $1)] }
  }

  private func explain(
    _ run: @escaping @Sendable (ExplanationJob, Cancellation) -> [Explanation]
  ) {
    let job = ExplanationJob(
      disk: model.disk, shelf: shelf, names: model.disk.layers.indices.map(model.layerName))
    generations[.explanation] = jobs.start(.explanation) { cancellation, post in
      let explanations = run(job, cancellation)
      if !cancellation.isCancelled { post(.explained(explanations)) }
    }
  }
}
