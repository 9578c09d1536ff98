/// The verbs that scripts call most, by what they are called; see `PlainCall`.
enum PlainVerb: String {
  case check, info, map
}
