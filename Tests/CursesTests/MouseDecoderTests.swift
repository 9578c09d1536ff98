import CNcurses
import Curses
import Surface
import Testing

@Suite struct MouseDecoderTests {
  private func kinds(_ reports: [(UInt32, Int)]) -> [MouseEvent.Kind?] {
    var decoder = MouseDecoder()
    return reports.map { decoder.event(state: $0, x: $1, y: 0)?.kind }
  }

  @Test func pressAndReleaseAreAClick() {
    #expect(kinds([(cn_pressed_1, 3), (cn_released_1, 3)]) == [.press(1), .release])
    #expect(kinds([(cn_pressed_2, 3), (cn_pressed_3, 3)]) == [.press(2), .press(3)])
  }

  @Test func motionBetweenThemIsADrag() {
    let asPresses = [(cn_pressed_1, 3), (cn_pressed_1, 4), (cn_pressed_1, 5), (cn_released_1, 5)]
    #expect(kinds(asPresses) == [.press(1), .drag, .drag, .release])
    let asMotion = [(cn_pressed_1, 3), (cn_motion, 4), (cn_motion, 4), (cn_released_1, 4)]
    #expect(kinds(asMotion) == [.press(1), .drag, nil, .release])
  }

  @Test func motionAloneIsNothing() {
    #expect(kinds([(cn_motion, 3), (cn_motion, 4)]) == [nil, nil])
  }

  @Test func theWheelTurnsWithModifiers() {
    var decoder = MouseDecoder()
    let point = Point(x: 300, y: 2)
    let up = decoder.event(state: cn_wheel_up | cn_control, x: 300, y: 2)
    #expect(up == MouseEvent(.wheelUp, at: point, .control))
    let down = decoder.event(state: cn_wheel_down | cn_shift, x: 300, y: 2)
    #expect(down == MouseEvent(.wheelDown, at: point, .shift))
  }
}
