import QCOW2
import Testing

/// Every form of the grammar; the values were worked out by hand.
@Suite struct AddressValueTests {
  private let world: AddressWorld

  init() throws { world = try AddressWorld() }

  @Test(
    arguments: [
      ("0", 0), ("4096", 4096), ("1_000_000", 1_000_000), ("  7  ", 7), ("007", 7),
      ("0x1f000", 126_976), ("0X1F000", 126_976), ("0x1f_000", 126_976), ("0xc", 12),
    ] as [(String, UInt64)])
  func numbers(text: String, value: UInt64) throws { try expect(text, value) }

  @Test(
    arguments: [
      ("1k", 1024), ("3K", 3072), ("2M", 2_097_152), ("2m", 2_097_152), ("1G", 1_073_741_824),
      ("1T>>8", 4_294_967_296), ("1P>>18", 4_294_967_296), ("0x10k", 16_384),
      ("2048s", 1_048_576), ("2048#s", 1_048_576), ("0x800#s", 1_048_576),
      ("16c", 1_048_576), ("16#c", 1_048_576), ("0x10#c", 1_048_576), ("0x10#M", 16_777_216),
    ] as [(String, UInt64)])
  func units(text: String, value: UInt64) throws { try expect(text, value) }

  @Test(
    arguments: [
      (".", 74_565), ("$-512", 10_737_417_728), ("$-1", 10_737_418_239), ("$/2", 5_368_709_120),
      ("0%", 0), ("1%", 107_374_182), ("50%", 5_368_709_120), ("50%+1", 5_368_709_121),
      ("'a", 1_048_576), ("'a+16", 1_048_592), ("p1", 1_048_576), ("p2+4k", 268_439_552),
      ("lba:2048", 1_048_576), ("lba:0x10", 8192), ("lba:1+1", 513),
    ] as [(String, UInt64)])
  func places(text: String, value: UInt64) throws { try expect(text, value) }

  @Test(arguments: ["$", "100%", "10G", "10737418240", "20971520s", "163840c"])
  func theEndIsShownAtTheLastByte(text: String) throws { try expect(text, 10_737_418_239) }

  @Test(
    arguments: [
      ("+0", 74_565), ("+1M", 1_123_141), ("-5", 74_560), ("-0x45", 74_496), ("+1s", 75_077),
      ("-1c", 9029), ("+2*3", 74_571), ("-2*3", 74_559), (" + 16", 74_581), ("--5", 74_570),
    ] as [(String, UInt64)])
  func relative(text: String, value: UInt64) throws { try expect(text, value) }

  @Test(
    arguments: [
      ("L1[0]", 0), ("L1[3]", 1_610_612_736), ("L1[19]", 10_200_547_328),
      ("L1[3].L2[17]", 1_611_726_848), ("L1[1+2].L2[0x11]+5", 1_611_726_853),
      ("L1[0].L2[8191]", 536_805_376),
    ] as [(String, UInt64)])
  func tableEntries(text: String, value: UInt64) throws { try expect(text, value) }

  @Test(
    arguments: [
      ("2+3*4", 14), ("(2+3)*4", 20), ("100-10-5", 85), ("100/10/5", 2), ("7/2", 3),
      ("1<<4+1", 32), ("1+1<<4", 32), ("256>>4", 16), ("256>>2>>1", 32), ("0xff&0x0f", 15),
      ("0xff & ~0xf", 240), ("1<<4 & 0x1f", 16), ("6 & 3 + 1", 4), ("~0+5", 4), ("2*-3+10", 4),
      ("0-5+10", 5), ("(-5)+10", 5), ("((((5))))", 5), ("( 1 + 2 ) * 3", 9),
    ] as [(String, UInt64)])
  func operators(text: String, value: UInt64) throws { try expect(text, value) }

  @Test(
    arguments: [
      ("align(5000,4096)", 4096), ("align(8192,4k)", 8192), ("align(.,1k)", 73_728),
      ("align(.+1M,1M)", 1_048_576), ("align(.,1c)+1c", 131_072), ("align(7,1)", 7),
      ("align(0-1,4k)+8k", 4096), ("align( 5000 , 4k )", 4096), ("align(align(9999,100),1k)", 9216),
    ] as [(String, UInt64)])
  func alignment(text: String, value: UInt64) throws { try expect(text, value) }

  @Test(
    arguments: [("h:0x50000", 327_680), ("h:5*65536", 327_680), ("h:0", 0), ("h: 64k", 65_536)]
      as [(String, UInt64)])
  func hostOffsets(text: String, value: UInt64) throws {
    #expect(try world.parse(text) == .host(HostOffset(value)))
  }

  private func expect(_ text: String, _ value: UInt64) throws {
    #expect(try world.parse(text) == .guest(GuestOffset(value)))
  }
}
