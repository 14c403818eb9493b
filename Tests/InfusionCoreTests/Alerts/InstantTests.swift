import InfusionCore
import Testing
import Vitals

/// What happens at one instant, and in which order.
@Suite struct InstantTests {
  @Test func `inputs of an instant come before delays that complete in it`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 15)
    try scenario.read("hr=72")
    scenario.advance(to: 60)
    #expect(scenario.told("hr.high") == [])
  }

  @Test func `no delay completes between two inputs of one instant`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 15)
    try scenario.read("hr=130")
    try scenario.read("hr=72")
    #expect(scenario.told("hr.high") == [])
  }

  @Test func `inputs of an instant count in their order`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 15)
    try scenario.read("hr=72")
    try scenario.vitals("hr=130", for: 16)
    #expect(scenario.told("hr.high") == ["30.000 alert.raised hr.high medium"])
  }

  @Test func `delays complete before readings go stale at the same instant`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 10)
    try scenario.read("hr=130")
    scenario.advance(to: 60)
    #expect(scenario.told("hr.high") == ["15.000 alert.raised hr.high medium"])
    #expect(scenario.events("signal.lost").first?.alert?.onset == Moment(milliseconds: 15_000))
  }

  @Test func `one instant tells one net event of a condition`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=88", for: 15)
    try scenario.read("spo2=79")
    #expect(scenario.told("spo2.low") == ["15.000 alert.raised spo2.low high"])
  }

  @Test func `conditions tell in the order of the vitals, pulse, signal, then by name`() throws {
    let first = [
      "hr.high", "hr.low", "spo2.low", "bp.high", "bp.low", "pulse.lost", "signal.lost",
    ]
    let all = Condition.allCases.map(\.rawValue)
    #expect(Array(all.prefix(first.count)) == first)
    #expect(Array(all.dropFirst(first.count)) == all.dropFirst(first.count).sorted())
  }

  @Test func `one instant's events come in the order of their conditions`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 15)
    try scenario.act("emergency")
    try scenario.act("call")
    try scenario.read("hr=130 bp=/125/")
    try scenario.read("spo2=79")
    #expect(
      scenario.told(from: 15) == [
        "15.000 alert.raised hr.high medium", "15.000 alert.raised spo2.low high",
        "15.000 alert.raised bp.high high", "15.000 alert.raised bed.call high",
        "15.000 alert.raised bed.emergency high",
      ])
  }

  @Test func `inhibition sees only the end of the instant`() throws {
    // The link comes up in the instant in which HR and SpO2 have been lost for 30 s.
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 5)
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    scenario.advance(to: 35)
    try scenario.act("link.down")
    try scenario.act("link.up")
    #expect(scenario.told("signal.lost") == ["35.000 alert.raised signal.lost low"])
  }

  @Test func `a clock sees only the end of the instant`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 5)
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    try scenario.read("hr=72 spo2=98")
    scenario.advance(by: 5)
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 40)
    #expect(scenario.events("signal.lost").first?.alert?.onset == Moment(milliseconds: 10_000))
  }

  @Test func `times are exact to the millisecond`() throws {
    var scenario = try Scenario.admitted()
    scenario.advance(by: 0.001)
    try scenario.vitals("hr=130", for: 20)
    #expect(scenario.told("hr.high") == ["15.001 alert.raised hr.high medium"])
  }
}
