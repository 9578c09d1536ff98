internal import QCOW2

extension Model {
  /// Copies what is selected, or else the row under the cursor.
  mutating func yank(as form: YankForm) -> [Effect] {
    guard let subject = subjectInRow else {
      tell("there are no bytes to copy")
      return []
    }
    return [.yank(form, subject)]
  }

  /// Copies where the cursor is.
  mutating func yankOffset() -> [Effect] {
    let isFile = focus == .map ? hosts.isShown : hexSpace == .host
    return copy(Yank(title: "the offset", text: isFile ? "\(hosts.cursor)" : "\(cursor)"))
  }

  /// Copies the command that comes back to this screen.
  mutating func yankLink() -> [Effect] {
    copy(Yank(title: "the link to this screen", text: shellLine(permalink)))
  }

  /// Copies the command that tells what is on the screen.
  mutating func yankCommand() -> [Effect] {
    let lines = equivalents.map(shellLine)
    guard let first = lines.first else {
      tell("no command tells this")
      return []
    }
    return copy(Yank(title: "the command", text: first, others: Array(lines.dropFirst())))
  }

  private mutating func copy(_ yank: Yank) -> [Effect] {
    take(yank)
    return yank.fits ? [.copy(yank.text)] : []
  }

  /// Takes a text that was copied, and says so: nobody can tell whether the terminal took it.
  mutating func take(_ yank: Yank) {
    shell.yank = yank
    guard yank.fits else {
      message = Message(
        .warning, "\(yank.title): too long for a clipboard, yy shows it to copy from")
      return
    }
    let lack = yank.lack.isEmpty ? "" : ", \(yank.lack)"
    message = Message(
      yank.lack.isEmpty ? .info : .warning,
      "\(yank.title): sent to the terminal, yy shows it\(lack)")
  }
}
