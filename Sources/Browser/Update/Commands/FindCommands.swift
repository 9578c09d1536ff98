extension Command {
  static let finds: [Command] = []
}
