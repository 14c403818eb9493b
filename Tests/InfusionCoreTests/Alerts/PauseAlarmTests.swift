import InfusionCore
import Testing
import Vitals

/// alarm-pause: technical conditions of one vital or of the bed, while cuff or probe is moved.
@Suite struct PauseAlarmTests {
  /// A patient with good signals, at 5 s.
  private func watched() throws -> Scenario {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 5)
    return scenario
  }

  @Test func `alarm-pause: of one vital holds the technical conditions of that vital`() throws {
    var scenario = try watched()
    try scenario.act("alarm-pause vital=spo2")
    try scenario.vitals("hr=72 spo2=!sensor-off", for: 200)
    #expect(scenario.told("signal.lost") == [])
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 31)
    #expect(scenario.told("signal.lost") == ["235.000 alert.raised signal.lost low"])
    #expect(scenario.events("signal.lost").first?.alert?.lost.map(\.vital) == [.hr])
  }

  @Test func `alarm-pause: of the cuff holds nibp.failed`() throws {
    for (vital, told) in [
      (" vital=sbp", []), (" vital=hr", ["6.000 alert.raised nibp.failed medium"]),
    ] {
      var scenario = try watched()
      try scenario.act("alarm-pause\(vital)")
      try scenario.act("cuff.failed")
      scenario.advance(by: 1)
      try scenario.act("cuff.failed")
      scenario.advance(by: 60)
      #expect(scenario.told("nibp.failed") == told)
    }
  }

  @Test func `alarm-pause: of the bed holds every technical condition of it`() throws {
    var scenario = try watched()
    try scenario.act("alarm-pause")
    for event in ["link.garbled", "frozen", "identity found=other", "cuff.failed", "cuff.failed"] {
      try scenario.act(event)
    }
    scenario.advance(by: 200)
    #expect(scenario.told("alert.raised") == [])
  }

  @Test func `alarm-pause: physiological conditions stay live`() throws {
    var scenario = try watched()
    try scenario.act("alarm-pause")
    try scenario.vitals("hr=130 spo2=!no-pulse", for: 20)
    #expect(
      scenario.told("alert.raised", "alert.escalated") == [
        "10.000 alert.raised pulse.lost medium", "20.000 alert.raised hr.high medium",
        "20.000 alert.escalated pulse.lost high",
      ])
  }

  @Test func `alarm-pause: at most 5 min`() throws {
    #expect(throws: VerbError.self) { try RecordedAct(parsing: "alarm-pause minutes=6") }
    var scenario = try watched()
    scenario.send(.act(bed: "1", .alarmPause(vital: nil, .seconds(301), reason: nil), by: nil))
    #expect(scenario.told("alarm.paused") == [])
    try scenario.act("alarm-pause")
    scenario.advance(by: 400)
    #expect(scenario.told("alarm.resumed") == ["305.000 alarm.resumed"])
  }

  @Test func `alarm-pause: as short as the nurse says`() throws {
    var scenario = try watched()
    try scenario.act("alarm-pause minutes=2")
    scenario.advance(by: 400)
    #expect(scenario.told("alarm.resumed") == ["125.000 alarm.resumed"])
  }

  @Test func `alarm-pause: at most 3 presses an hour`() throws {
    var scenario = try watched()
    for _ in 1...3 {
      try scenario.act("alarm-pause")
      scenario.advance(by: 600)
    }
    scenario.advance(to: 3604.999)
    #expect(try scenario.refusal(of: "alarm-pause").hasPrefix("conflict: "))
    scenario.advance(to: 3605)
    try scenario.act("alarm-pause")
  }

  @Test func `alarm-pause: presses count, also of a pause that was ended at once`() throws {
    var scenario = try watched()
    for _ in 1...3 {
      try scenario.act("alarm-pause")
      try scenario.act("alarm-resume")
    }
    #expect(try scenario.refusal(of: "alarm-pause").hasPrefix("conflict: "))
  }

  @Test func `alarm-pause: ends once the vital has been usable again for 15 s`() throws {
    var scenario = try watched()
    try scenario.act("alarm-pause vital=spo2")
    try scenario.vitals("hr=72 spo2=!sensor-off", for: 40)
    try scenario.vitals("hr=72 spo2=97", for: 10)
    try scenario.vitals("hr=72 spo2=!sensor-off", for: 5)
    try scenario.vitals("hr=72 spo2=97", for: 20)
    #expect(scenario.told("alarm.resumed") == ["75.000 alarm.resumed"])
  }

  @Test func `alarm-pause: pressed ahead it waits for the loss`() throws {
    var scenario = try watched()
    try scenario.act("alarm-pause vital=spo2")
    try scenario.vitals("hr=72 spo2=98", for: 120)
    #expect(scenario.told("alarm.resumed") == [])
  }

  @Test func `alarm-pause: what it held starts its delays afresh when it ends`() throws {
    var scenario = try watched()
    try scenario.act("alarm-pause minutes=1")
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 100)
    #expect(
      scenario.told("alarm.resumed", "signal.lost") == [
        "65.000 alarm.resumed", "95.000 alert.raised signal.lost low",
      ])
  }

  @Test func `alarm-pause: another one in its place lets what it held start afresh`() throws {
    var scenario = try watched()
    try scenario.act("alarm-pause vital=spo2 minutes=5")
    try scenario.vitals("hr=72 spo2=!sensor-off", for: 100)
    try scenario.act("alarm-pause vital=sbp minutes=5")
    try scenario.vitals("hr=72 spo2=!sensor-off", for: 40)
    #expect(scenario.told("signal.lost") == ["135.000 alert.raised signal.lost low"])
  }

  @Test func `alarm-pause: a medium that it held starts its delay afresh, too`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=72 spo2=!sensor-off", for: 35)
    try scenario.act("alarm-pause vital=spo2 minutes=1")
    try scenario.vitals("hr=72 spo2=!sensor-off", for: 140)
    #expect(
      scenario.told("signal.lost") == [
        "35.000 alert.raised signal.lost low", "160.000 alert.escalated signal.lost medium",
      ])
  }

  @Test func `alarm-pause: has owner, reason and end`() throws {
    var scenario = try watched()
    try scenario.act("alarm-pause vital=spo2 minutes=3 reason=\"probe to the other hand\" by=anna")
    let paused = try #require(scenario.events("alarm.paused").first)
    #expect(paused.fact("by") == "anna" && paused.fact("until") == "185.000")
    #expect(paused.fact("vital") == "spo2")
    #expect(paused.fact("reason") == "probe to the other hand")
  }

  @Test func `alarm-pause: ends when a link of the bed is lost`() throws {
    var scenario = try watched()
    try scenario.act("alarm-pause")
    scenario.advance(by: 10)
    try scenario.act("link.down")
    scenario.advance(by: 20)
    #expect(
      scenario.told("alarm.resumed", "link.lost") == [
        "15.000 alarm.resumed", "25.000 alert.raised link.lost medium",
      ])
  }

  @Test func `alarm-pause: the nurse ends it`() throws {
    var scenario = try watched()
    try scenario.act("alarm-pause")
    scenario.advance(by: 10)
    try scenario.act("alarm-resume")
    #expect(scenario.told("alarm.resumed") == ["15.000 alarm.resumed"])
    #expect(try scenario.refusal(of: "alarm-resume").hasPrefix("conflict: "))
  }
}
