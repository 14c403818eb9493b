import InfusionCore
import Testing
import Vitals

/// signal.lost: one alert for each bed, with a clock for each vital.
@Suite struct CannotTellSignalTests {
  /// A patient with good signals, at 5 s.
  private func watched(_ text: String = "hr=72 spo2=98") throws -> Scenario {
    var scenario = try Scenario.admitted()
    try scenario.vitals(text, for: 5)
    return scenario
  }

  private func named(_ scenario: Scenario) -> [String] {
    let lost = scenario.events("signal.lost").last?.alert?.lost ?? []
    return lost.map { "\($0.vital.rawValue) \($0.reason?.rawValue ?? "silent")" }
  }

  @Test func `signal.lost: low 30 s, medium 60 s`() throws {
    for reading in ["hr=!sensor-off", "spo2=!sensor-off", "hr=!sensor-off spo2=!sensor-off"] {
      var scenario = try watched()
      try scenario.read(reading)
      scenario.advance(by: 0.5)
      if !reading.contains("hr") { try scenario.vitals("hr=72", for: 70) }
      if !reading.contains("spo2") { try scenario.vitals("spo2=98", for: 70) }
      scenario.advance(to: 70)
      #expect(
        scenario.told("signal.lost") == [
          "35.000 alert.raised signal.lost low", "65.000 alert.escalated signal.lost medium",
        ])
    }
  }

  @Test func `signal.lost: one alert for both vitals, by the one that was lost longest`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=!sensor-off spo2=98", for: 20)
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 45)
    #expect(
      scenario.told("signal.lost") == [
        "35.000 alert.raised signal.lost low", "65.000 alert.escalated signal.lost medium",
      ])
  }

  @Test func `signal.lost: medium 10 s while vulnerable, one level`() throws {
    try Table(
      """
      vulnerable by               | told
      spo2=94                     | 35.000 low
      spo2=93.9                   | 15.000 medium
      entry oxygen=on             | 15.000 medium
      entry oxygen=off            | 35.000 low
      entry moaas=3               | 15.000 medium
      entry moaas=4               | 35.000 low
      entry medication=sedative   | 15.000 medium
      entry medication=opioid     | 15.000 medium
      entry medication=antiemetic | 35.000 low
      """
    ).check { row in
      let vulnerable = row["vulnerable by"]
      var scenario = try watched("hr=72 spo2=98")
      if vulnerable.hasPrefix("spo2") {
        try scenario.read("hr=72 \(vulnerable)")
      } else {
        try scenario.act(vulnerable)
      }
      try scenario.act("entry note=ok")
      try scenario.read("hr=!sensor-off")
      try scenario.read("spo2=!sensor-off")
      scenario.advance(by: 40)
      let first = try #require(scenario.events("signal.lost").first)
      return "\(first.moment.text) \(first.alert?.priority.rawValue ?? "")"
    }
  }

  @Test func `signal.lost: vulnerable is judged at every moment`() throws {
    var scenario = try watched()
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    scenario.advance(to: 25)
    try scenario.act("entry moaas=3")
    #expect(scenario.told("signal.lost") == ["25.000 alert.raised signal.lost medium"])
  }

  @Test func `signal.lost: the last MOAA/S counts`() throws {
    var scenario = try watched()
    try scenario.act("entry moaas=2")
    scenario.advance(to: 6)
    try scenario.act("entry moaas=4")
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    scenario.advance(to: 40)
    #expect(scenario.told("signal.lost") == ["36.000 alert.raised signal.lost low"])
  }

  @Test func `signal.lost: a level once present stays until the predicate ends`() throws {
    var scenario = try watched()
    try scenario.act("entry moaas=3")
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    scenario.advance(to: 20)
    try scenario.act("entry moaas=5")
    scenario.advance(to: 34)
    #expect(scenario.told("signal.lost") == ["15.000 alert.raised signal.lost medium"])
  }

  @Test func `signal.lost: a vital's clock goes on over returns shorter than 15 s`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=!sensor-off spo2=98", for: 15)
    try scenario.vitals("hr=72 spo2=98", for: 14)
    try scenario.vitals("hr=!sensor-off spo2=98", for: 40)
    #expect(scenario.told("signal.lost").first == "35.000 alert.raised signal.lost low")
  }

  @Test func `signal.lost: a vital's clock starts again once it was usable for 15 s`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=!sensor-off spo2=98", for: 20)
    try scenario.vitals("hr=72 spo2=98", for: 16)
    try scenario.vitals("hr=!sensor-off spo2=98", for: 40)
    #expect(scenario.told("signal.lost").first == "71.000 alert.raised signal.lost low")
  }

  @Test func `signal.lost: ends when every expected vital has been usable for 30 s`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 40)
    try scenario.vitals("hr=72 spo2=!sensor-off", for: 10)
    try scenario.vitals("hr=72 spo2=98", for: 40)
    #expect(scenario.told("signal.lost").last == "85.000 alert.closed signal.lost low")
  }

  @Test func `signal.lost: a return that breaks before 30 s ends nothing`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=!sensor-off spo2=98", for: 40)
    try scenario.vitals("hr=72 spo2=98", for: 29)
    try scenario.vitals("hr=!sensor-off spo2=98", for: 1)
    try scenario.vitals("hr=72 spo2=98", for: 31)
    #expect(scenario.told("alert.closed") == ["105.000 alert.closed signal.lost low"])
  }

  @Test func `signal.lost: one that becomes expected starts its 30 s then`() throws {
    let bed = BedSetup(bed: "1", monitors: [.sample("monitor")])
    var scenario = try Scenario.admitted(beds: [bed])
    try scenario.vitals("hr=72", for: 5)
    try scenario.vitals("hr=!sensor-off", for: 40)
    try scenario.vitals("hr=72", for: 20)
    try scenario.vitals("hr=72 spo2=98", for: 40)
    #expect(scenario.told("signal.lost").last == "95.000 alert.closed signal.lost low")
  }

  @Test func `signal.lost: names the vitals that are not usable when it is raised`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=!sensor-off spo2=98", for: 25)
    try scenario.read("hr=!sensor-off spo2=!artifact")
    scenario.advance(by: 6)
    #expect(named(scenario) == ["hr sensor-off", "spo2 artifact"])
  }

  @Test func `signal.lost: a vital without any reading is named as silent`() throws {
    var scenario = try watched()
    scenario.advance(to: 40)
    #expect(scenario.told("signal.lost") == ["39.000 alert.raised signal.lost low"])
    #expect(named(scenario) == ["hr silent", "spo2 silent"])
  }

  @Test func `signal.lost: a further vital is named once it was lost for 30 s, and that is worse`()
    throws
  {
    var scenario = try watched()
    try scenario.vitals("hr=!sensor-off spo2=98", for: 65)
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 29)
    #expect(named(scenario) == ["hr sensor-off"])
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 2)
    #expect(scenario.told("signal.lost").last == "100.000 alert.worsened signal.lost medium")
    #expect(named(scenario) == ["hr sensor-off", "spo2 sensor-off"])
  }

  @Test func `signal.lost: one that has been usable for 30 s is named no more`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=!sensor-off spo2=!sensor-off", for: 40)
    try scenario.vitals("hr=72 spo2=!sensor-off", for: 31)
    try scenario.act("ack signal.lost")
    #expect(named(scenario) == ["spo2 sensor-off"])
  }

  @Test func `signal.lost: physiological alerts stay present, marked not evaluable`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145 spo2=98", for: 20)
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    scenario.advance(by: 90)
    #expect(
      scenario.told("hr.high") == [
        "10.000 alert.raised hr.high high", "40.000 alert.unanswered hr.high high step 1",
        "70.000 alert.unanswered hr.high high step 2",
      ])
    #expect(scenario.events("hr.high").map { $0.alert?.evaluable } == [true, false, false])
  }
}
