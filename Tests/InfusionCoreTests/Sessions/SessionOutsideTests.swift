import InfusionCore
import Testing
import Vitals

/// Before `admit` and after the close only high physiological levels and technical conditions run.
@Suite struct SessionOutsideTests {
  /// What is told without a session, first at a bed never used, then after a close.
  private func told(_ play: (inout Scenario) throws -> Void) throws -> [String] {
    var before = try Scenario()
    try play(&before)
    var after = try Scenario.preparing(beds: [.sample("1")])
    try after.act("cancel")
    let close = after.now
    try play(&after)
    let words = before.allEvents.map(words)
    #expect(after.allEvents.filter { $0.moment > close }.map(self.words) == words)
    return words
  }

  private func words(_ event: Event) -> String {
    [event.name.rawValue, event.alert?.condition.rawValue, event.alert?.priority.rawValue]
      .compactMap(\.self).joined(separator: " ")
  }

  @Test func `no milder physiological level is told`() throws {
    let told = try told { scenario in
      for vitals in ["hr=130 spo2=98", "hr=43 spo2=98", "hr=72 spo2=88", "hr=72 spo2=93"] {
        scenario.advance(by: 1)
        try scenario.vitals(vitals, for: 13)
      }
      try scenario.read("bp=175/100/130")
      scenario.advance(by: 25)
      try scenario.read("bp=85/55/65")
      scenario.advance(by: 25)
    }
    #expect(told == [])
  }

  @Test func `each high physiological level is told`() throws {
    try Table(
      """
      vitals         | told
      hr=145 spo2=98 | alert.raised hr.high high
      hr=38 spo2=98  | alert.raised hr.low high
      hr=72 spo2=84  | alert.raised spo2.low high
      bp=205/100/135 | alert.raised bp.high high
      bp=78/50/60    | alert.raised bp.low high
      """
    ).check { row in
      try told { scenario in
        scenario.advance(by: 1)
        try scenario.vitals(row["vitals"], for: 15)
      }.first ?? ""
    }
  }

  @Test func `a high level that eases outside a session latches`() throws {
    let told = try told { scenario in
      scenario.advance(by: 1)
      try scenario.vitals("hr=72 spo2=79", for: 5)
      try scenario.vitals("hr=72 spo2=88", for: 35)
    }
    #expect(
      told.filter { $0.contains("spo2.low") && !$0.contains("unanswered") } == [
        "alert.raised spo2.low high", "alert.latched spo2.low high",
      ])
  }

  @Test func `the technical conditions of the link run, as information`() throws {
    let told = try told { scenario in
      scenario.advance(by: 1)
      try scenario.act("link.down")
      scenario.advance(by: 200)
    }
    #expect(told == ["link.down", "alert.raised link.lost information"])
  }

  @Test func `no signal is expected, and no cuff is overdue`() throws {
    let told = try told { scenario in
      scenario.advance(by: 1)
      try scenario.vitals("hr=72 spo2=98", for: 20)
      try scenario.read("hr=!sensor-off spo2=!no-pulse")
      scenario.advance(by: 4000)
    }
    #expect(told == [])
  }

  @Test func `a patient on the monitor without a session is told after 60 s`() throws {
    let told = try told { scenario in
      scenario.advance(by: 1)
      try scenario.vitals("hr=72 spo2=98", for: 62)
    }
    #expect(told == ["alert.raised bed.no_session low"])
  }

  @Test func `a call and an emergency are told on any bed`() throws {
    let told = try told { scenario in
      scenario.advance(by: 1)
      try scenario.act("emergency")
      try scenario.act("call")
      scenario.advance(by: 1)
    }
    #expect(told == ["alert.raised bed.call high", "alert.raised bed.emergency high"])
  }

  @Test func `limits, oxygen and baseline are gone with the session`() throws {
    var scenario = try Scenario.preparing(beds: [.sample("1")])
    try scenario.act("entry oxygen=2")
    try scenario.act("baseline bp=120/80")
    try scenario.act("cancel")
    try scenario.act("admit")
    try scenario.vitals("hr=72 spo2=92", for: 30)
    try scenario.read("bp=165/90/115")
    scenario.advance(by: 1)
    #expect(
      scenario.told("spo2.low", "bp.high", from: 600) == ["630.000 alert.raised bp.high low"])
  }
}
