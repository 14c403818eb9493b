import InfusionCore
import Testing
import Vitals

/// What an acknowledgement covers, and what `going` is.
@Suite struct AlertAcknowledgementTests {
  @Test func `an acknowledgement never covers the next occurrence`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 20)
    try scenario.act("ack hr.high")
    try scenario.vitals("hr=72", for: 200)
    try scenario.vitals("hr=130", for: 16)
    let last = try #require(scenario.events("hr.high").last)
    #expect(last.name == .alertRaised && last.alert?.presence == .on)
  }

  @Test func `an acknowledgement never covers another condition`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130 spo2=88", for: 20)
    try scenario.act("ack hr.high")
    let bed = try scenario.bed()
    let presence = bed.watch.alerts.compactMap { alert in
      alert.occurrence.map { "\(alert.condition.rawValue) \($0.presence.rawValue)" }
    }
    #expect(presence == ["hr.high ack", "spo2.low on"])
  }

  @Test func `a late acknowledgement of a closed occurrence is answered 409`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 20)
    let id = try #require(scenario.events("hr.high").first?.alert?.id)
    try scenario.vitals("hr=72", for: 30)
    #expect(try scenario.refusal(of: "ack hr.high").hasPrefix("conflict: "))
    #expect(try scenario.refusal(of: "ack \(id)").hasPrefix("conflict: "))
    // Not even once the condition is back as another occurrence.
    try scenario.vitals("hr=130", for: 20)
    #expect(try scenario.refusal(of: "ack \(id)").hasPrefix("conflict: "))
  }

  @Test func `an occurrence is acknowledged by its id`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 20)
    let id = try #require(scenario.events("hr.high").first?.alert?.id)
    try scenario.act("ack \(id)")
    #expect(scenario.told("hr.high").last == "20.000 alert.acknowledged hr.high medium")
  }

  @Test func `an acknowledgement given twice is told once`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 20)
    try scenario.act("ack hr.high by=anna")
    try scenario.vitals("hr=130", for: 5)
    try scenario.act("ack hr.high by=ben")
    #expect(scenario.told("alert.acknowledged") == ["20.000 alert.acknowledged hr.high medium"])
  }

  @Test func `going is a mark of its own and acknowledges nothing`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145", for: 20)
    try scenario.act("going hr.high by=anna")
    let going = try #require(scenario.events("alert.going").first?.alert)
    #expect(going.by == "anna" && going.presence == .on)
    try scenario.vitals("hr=145", for: 30)
    #expect(scenario.told("hr.high").last == "40.000 alert.unanswered hr.high high step 1")
  }

  @Test func `going to an alert that is over is answered 409`() throws {
    var scenario = try Scenario.admitted()
    #expect(try scenario.refusal(of: "going hr.high").hasPrefix("conflict: "))
  }

  @Test func `acknowledging a technical alert never touches a physiological one`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=145 spo2=98", for: 12)
    try scenario.vitals("hr=!sensor-off spo2=98", for: 35)
    try scenario.act("ack signal.lost")
    scenario.advance(by: 300)
    let presence = try scenario.bed().watch.alerts.compactMap { alert in
      alert.occurrence.map { "\(alert.condition.rawValue) \($0.presence.rawValue)" }
    }
    #expect(presence.prefix(1) == ["hr.high on"])
  }
}
