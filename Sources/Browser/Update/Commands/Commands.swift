extension Command {
  /// Every command of the program.
  package static let all: [Command] =
    moves + jumps + maps + hexes + finds + hashes + yanks + exports + layers + lists + checks
    + screens + programs + sessions + settings + tours + notes
}
