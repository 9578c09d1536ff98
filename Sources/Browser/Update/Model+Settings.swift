internal import Surface

extension Model {
  /// Changes a setting: `NAME VALUE`; a name alone tells its value.
  package mutating func set(_ text: String) throws(Fault) {
    let words = text.split(separator: " ")
    guard let name = words.first else { return }
    guard let setting = Setting.named(String(name)) else {
      throw Fault("no setting is called \(name), :set lists them", at: 0)
    }
    guard words.count > 1 else { return tell("\(name) is \(setting.read(self)): \(setting.help)") }
    let place = text.count - text.reversed().prefix { $0 != " " }.count
    guard words.count == 2, setting.values.contains(String(words[1])) else {
      throw Fault("\(name) is one of \(listed(setting.values))", at: place)
    }
    setting.write(&self, String(words[1]))
    tell("\(name) is \(setting.read(self))")
    settle()
  }

  var settingLines: [PageLine] {
    Setting.all.map { setting in
      let others = setting.values.joined(separator: " ")
      return PageLine(
        keys: "\(setting.name) \(setting.read(self))", text: "\(others): \(setting.help)")
    }
  }

  mutating func changeChosenSetting() {
    let setting = Setting.all[min(max(0, overlay?.chosen ?? 0), Setting.all.count - 1)]
    let index = setting.values.firstIndex(of: setting.read(self)) ?? setting.values.count - 1
    setting.write(&self, setting.values[(index + 1) % setting.values.count])
    settle()
  }

  /// Takes the lines of a file of settings, each `set NAME VALUE`; what is wrong with one is said, and
  /// the others count.
  package mutating func configure(_ text: String, from name: String) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = String(line).trimmingSpaces
      guard !words.isEmpty, !words.hasPrefix("#") else { continue }
      let place = "\(name):\(index + 1)"
      guard words.hasPrefix("set "), words.split(separator: " ").count == 3 else {
        message = Message(.warning, "\(place): not of the form: set NAME VALUE")
        continue
      }
      do throws(Fault) {
        try set(String(words.dropFirst(4)))
        message = nil
      } catch {
        message = Message(.warning, "\(place): \(error.message)")
      }
    }
  }
}
