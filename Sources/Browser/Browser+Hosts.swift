internal import QCOW2

extension Browser {
  /// How long the cursor has to stay on a cell of the file before its owner is looked for.
  private static let rest = Duration.milliseconds(120)

  /// Asks what the clusters of the file are used for, where its map is on the screen.
  func requestHostMap() {
    guard let wanted = model.wantedHostFrame else {
      if hostRequest != nil { jobs.cancel(.hosts) }
      return hostRequest = nil
    }
    guard wanted != hostRequest, wanted != model.hosts.map?.frame else { return }
    hostRequest = wanted
    let storage = model.image.storage
    generations[.hosts] = jobs.start(.hosts) { cancellation, post in
      do throws(ImageError) {
        let check = try Check(besideScreen: storage, memory: 16 << 20, cancellation)
        post(.hosts(.success(try check.hostMap(wanted, cancellation: cancellation))))
      } catch .cancelled {
        return
      } catch {
        post(.hosts(.failure(error)))
      }
    }
  }

  /// Asks for the runs of the file, where the list of them is on the screen.
  func requestFileRuns() {
    guard let wanted = model.wantedFileRuns else { return fileRunsRequest = nil }
    guard wanted != fileRunsRequest else { return }
    fileRunsRequest = wanted
    let job = FileRunsJob(model.image.storage, wanted)
    generations[.fileRuns] = jobs.start(.fileRuns) { job.run($0, $1) }
  }

  /// Asks who refers to the cell under the cursor, once it stays there.
  func requestOwners() {
    guard let wanted = model.ownedRange else {
      if ownerRequest != nil { jobs.cancel(.owners) }
      return ownerRequest = nil
    }
    guard wanted != ownerRequest else { return }
    ownerRequest = wanted
    let storage = model.image.storage
    generations[.owners] = jobs.start(.owners, after: Self.rest) { cancellation, post in
      guard !cancellation.isCancelled,
        let check = try? Check(besideScreen: storage, memory: 1 << 20, cancellation),
        let owners = try? CellOwners(check, wanted, cancellation)
      else { return }
      post(.owners(owners))
    }
  }
}
