import ArgumentParser
import Glibc
import QCOW2

/// When text for people is coloured. JSON and guest bytes never are.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never

  /// How text on a descriptor is coloured.
  func paint(on descriptor: Int32) -> Paint {
    switch self {
    case .auto: Paint(isColored: isatty(descriptor) == 1 && Self.isWanted)
    case .always: Paint(isColored: true)
    case .never: .none
    }
  }

  /// Whether neither the user (https://no-color.org) nor the terminal is against it.
  private static var isWanted: Bool {
    func variable(_ name: String) -> String {
      unsafe getenv(name).map { unsafe String(cString: $0) } ?? ""
    }
    return variable("NO_COLOR").isEmpty && !["", "dumb"].contains(variable("TERM"))
  }
}

/// When text is coloured, which every verb takes.
struct ColorOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Colour text for people; auto does it on terminals, unless NO_COLOR is set.",
      valueName: "when"))
  var color = ColorChoice.auto
}
