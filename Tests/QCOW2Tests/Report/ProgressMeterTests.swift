import QCOW2
import Testing

/// What is worked out from how far work is.
@Suite struct ProgressMeterTests {
  private static let mebibyte: UInt64 = 1 << 20

  /// A meter that was told every second that another `step` bytes are done.
  private func meter(
    seconds: Int, step: UInt64, total: UInt64, _ unit: ProgressMeter.Unit = .bytes
  ) -> ProgressMeter {
    let start = ContinuousClock.now
    var meter = ProgressMeter("hash", unit)
    for second in 0...seconds {
      meter.add(UInt64(second) * step, of: total, at: start + .seconds(second))
    }
    return meter
  }

  @Test func rateAndRestAreThoseOfTheLastSeconds() {
    let start = ContinuousClock.now
    var meter = ProgressMeter("hash", .bytes)
    // A hole of a gibibyte takes no time and must not promise anything.
    meter.add(0, of: 2 << 30, at: start)
    meter.add(1 << 30, of: 2 << 30, at: start + .milliseconds(1))
    for second in 1...20 {
      meter.add((1 << 30) + UInt64(second) << 20, of: 2 << 30, at: start + .seconds(second))
    }
    #expect(meter.rate == Double(Self.mebibyte))
    #expect(meter.secondsLeft == 1024 - 20)
  }

  @Test func theLineFitsItsWidth() {
    let meter = meter(seconds: 10, step: 100 << 20, total: 4000 << 20)
    for width in 0...200 { #expect(meter.line(width: width).utf8.count <= width) }
    let line = meter.line(width: 79)
    #expect(line.hasPrefix("hash  25% ["))
    #expect(line.hasSuffix("]  100 MiB/s  0:30 left"))
    let bar = line.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" }
    let full = bar.prefix { $0 == "=" }.count
    #expect(abs(full * 4 - bar.count) <= 4)
  }

  @Test func stepsHaveNoRate() {
    let line = meter(seconds: 4, step: 1, total: 7204, .steps).line(width: 79)
    #expect(line.hasSuffix("]  2:00:00 left"))
  }

  @Test(arguments: [0, UInt64.max])
  func extremesAreTold(total: UInt64) {
    let start = ContinuousClock.now
    var meter = ProgressMeter("hash", .bytes)
    #expect(!meter.line(width: 79).contains("left"))
    meter.add(0, of: total, at: start)
    meter.add(.max, of: total, at: start + .nanoseconds(1))
    #expect(meter.line(width: 79).hasPrefix("hash 100%"))
  }
}
