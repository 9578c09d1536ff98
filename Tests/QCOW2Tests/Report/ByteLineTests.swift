import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import QCOW2

/// Numbers that are written without making strings of them.
@Suite struct ByteLineTests {
  @Test func everyLengthOfNumberIsWrittenWhole() throws {
    var numbers: [UInt64] = [0, .max, UInt64(Int64.max)]
    var power: UInt64 = 1
    for _ in 0..<20 {
      numbers += [power - 1, power, power + 1, power &* 2 - 1]
      power = power.multipliedReportingOverflow(by: 10).partialValue
    }
    for bits in 0..<64 { numbers += [1 << bits, (1 << bits) - 1] }
    let directory = try TemporaryDirectory()
    let path = directory.file("numbers")
    let file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    let output = Output(file)
    let line = ByteLine(capacity: 1)
    for number in numbers {
      line.reserve(DecimalDigits.most + 2)
      line.put("<")
      line.put(decimal: number)
      line.put(">")
      line.hand(to: output)
    }
    output.flush()
    try file.close()
    let expected = numbers.map { "<\($0)>" }.joined()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
  }
}
