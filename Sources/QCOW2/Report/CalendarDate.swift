/// Days and times of day in UTC, by the proleptic Gregorian calendar.
package enum CalendarDate {
  /// `2026-11-23`, for seconds since 1970.
  package static func text(_ seconds: Int) -> String {
    let days = Int((Double(seconds) / 86_400).rounded(.down))
    let (year, month, day) = civil(days)
    return "\(year)-\(padded(month))-\(padded(day))"
  }

  /// `2026-11-23 17:04:05`, for seconds since 1970.
  package static func textWithTime(_ seconds: Int) -> String {
    let time = ((seconds % 86_400) + 86_400) % 86_400
    return text(seconds)
      + " \(padded(time / 3600)):\(padded(time / 60 % 60)):\(padded(time % 60))"
  }

  /// Hours, minutes and seconds that passed, for nanoseconds.
  package static func clock(nanoseconds: UInt64) -> String {
    let seconds = Int(nanoseconds / 1_000_000_000)
    return "\(padded(seconds / 3600)):\(padded(seconds / 60 % 60)):\(padded(seconds % 60))"
  }

  /// Years begin in March here, so that the leap day is the last one.
  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1
    )
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
