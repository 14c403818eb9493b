import InfusionCore
import Testing
import Vitals

@testable import Records

/// Every input comes back exactly as it was.
@Suite struct InputTextTests {
  @Test(arguments: [
    Input.readings(bed: "1", [], monitor: nil),
    .readings(bed: "", [Reading(.hr, .value(72))], monitor: ""),
    .readings(
      bed: "bay\t1 %\n", [Reading(.spo2, .value(0.1 + 0.2), measuredAt: Moment(milliseconds: -5))],
      monitor: "a%09\r\u{301}"),
    .readings(
      bed: "2",
      [
        Reading(.sbp, .value(.greatestFiniteMagnitude)), Reading(.dbp, .value(-0.0)),
        Reading(.map, .value(.infinity)), Reading(.hr, .value(.leastNonzeroMagnitude)),
        Reading(.spo2, .absent(.sensorOff), measuredAt: Moment(milliseconds: .max)),
      ], monitor: "bay 2"),
    .act(bed: "1", .stop(reason: "a \"b\"\tc\nd é"), by: nil),
    .machine(bed: "1", .linkDown(monitor: nil, reason: "no\nanswer")),
    .station(.clock(offset: .seconds(1), utcOffset: .zero, stepped: nil)), .time,
  ]) func `an input comes back`(input: Input) throws {
    let line = try InputText.line(input) { _ in 0 }
    #expect(!line.contains { $0.isNewline })
    let back = try InputText.input(line) { _ in throw InputText.Damage(line: "") }
    #expect(back == input)

    let rows = [7, 9, 12].map { PackedInputs.Row(number: $0, moment: $0 * 1000, line: line) }
    let packed = PackedInputs.pack(rows) + PackedInputs.pack(rows)
    #expect(try PackedInputs.unpack(packed) == rows + rows)
  }

  @Test func `an hour of readings takes some 20 bytes a second`() throws {
    let line = "r\tbed 1\tmonitor of bay 1\thr=72 spo2=97"
    let rows = (1...3600).map { PackedInputs.Row(number: $0 * 8, moment: $0 * 1001, line: line) }
    #expect(PackedInputs.pack(rows).count < 3600 * 26)
  }

  @Test(arguments: ["", "x", "r\t1\thr=72", "r\t1\t\thr", "r\t1\t\thr=x", "r\t1\t\thr=1@x", "s\tx"])
  func `a damaged line is no input`(line: String) {
    #expect(throws: InputText.Damage.self) {
      try InputText.input(line) { _ in throw InputText.Damage(line: "no configuration") }
    }
  }
}
