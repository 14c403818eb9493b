import InfusionCore
import Testing
import Vitals

/// pulse.lost, and what "expected" means.
@Suite struct CannotTellPulseTests {
  /// A patient with good signals, at 5 s.
  private func watched(_ text: String = "hr=72 spo2=98") throws -> Scenario {
    var scenario = try Scenario.admitted()
    try scenario.vitals(text, for: 5)
    return scenario
  }

  @Test func `expected: once it had a usable reading in the session`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=!sensor-off", for: 60)
    #expect(scenario.told("signal.lost") == [])
    try scenario.vitals("hr=72 spo2=98", for: 1)
    try scenario.vitals("hr=72 spo2=!sensor-off", for: 31)
    #expect(scenario.told("signal.lost") == ["91.000 alert.raised signal.lost low"])
  }

  @Test func `expected: from start in any case, if the bed's configuration has it`() throws {
    for (vitals, told) in [
      (VitalSign.allCases, ["50.000 alert.raised signal.lost low"]),
      ([.hr, .sbp, .dbp, .map], []),
    ] {
      let bed = BedSetup(bed: "1", monitors: [.sample("monitor", vitals: vitals)])
      var scenario = try Scenario.admitted(beds: [bed])
      try scenario.vitals("hr=72 bp=120/80/93", for: 20)
      try scenario.act("start authorised_by=dr-lee reason=urgent")
      try scenario.vitals("hr=72", for: 31)
      #expect(scenario.told("signal.lost") == told)
    }
  }

  @Test func `pulse.lost: an expected vital says no-pulse, medium 5 s, high 15 s`() throws {
    for reading in ["hr=!no-pulse spo2=98", "hr=72 spo2=!no-pulse"] {
      var scenario = try watched()
      try scenario.vitals(reading, for: 20)
      #expect(
        scenario.told("pulse.lost") == [
          "10.000 alert.raised pulse.lost medium", "20.000 alert.escalated pulse.lost high",
        ])
    }
  }

  @Test func `pulse.lost: an expected HR is reported below 20, 0 included`() throws {
    try Table(
      """
      reading   | told
      hr=0      | medium
      hr=19     | medium
      hr=20     | nothing
      spo2=0    | nothing
      """
    ).check { row in
      var scenario = try watched()
      try scenario.vitals(row["reading"], for: 6)
      return scenario.events("pulse.lost").first?.alert?.priority.rawValue ?? "nothing"
    }
  }

  @Test func `pulse.lost: a vital that is not expected says nothing`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=!no-pulse", for: 30)
    #expect(scenario.told("pulse.lost") == [])
  }

  @Test func `pulse.lost: it stands until that vital is usable or told off, not by other reasons`()
    throws
  {
    try Table(
      """
      then               | told
      hr=72              | nothing
      hr=!sensor-off     | nothing
      hr=!not-measured   | nothing
      hr=!disconnected   | nothing
      hr=!searching      | medium
      hr=!artifact       | medium
      hr=!invalid        | medium
      hr=310             | medium
      spo2=98            | medium
      spo2=!sensor-off   | medium
      """
    ).check { row in
      var scenario = try watched()
      try scenario.read("hr=!no-pulse")
      scenario.advance(by: 1)
      try scenario.read(row["then"])
      scenario.advance(by: 5)
      return scenario.events("pulse.lost").first?.alert?.priority.rawValue ?? "nothing"
    }
  }

  @Test func `pulse.lost: it stands although no reading comes any more`() throws {
    var scenario = try watched()
    try scenario.read("hr=!no-pulse")
    scenario.advance(by: 60)
    #expect(scenario.told("alert.raised").first == "10.000 alert.raised pulse.lost medium")
  }

  @Test func `pulse.lost: ends when the predicate has been false for 30 s without a break`() throws
  {
    var scenario = try watched()
    try scenario.vitals("hr=!no-pulse spo2=98", for: 10)
    try scenario.vitals("hr=72 spo2=98", for: 20)
    try scenario.read("hr=!no-pulse spo2=98")
    scenario.advance(by: 1)
    try scenario.vitals("hr=72 spo2=98", for: 40)
    #expect(
      scenario.told("pulse.lost") == [
        "10.000 alert.raised pulse.lost medium", "66.000 alert.closed pulse.lost medium",
      ])
  }

  @Test func `pulse.lost: its end is a deadline too`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=!no-pulse spo2=98", for: 10)
    try scenario.read("hr=!sensor-off spo2=98")
    scenario.advance(by: 60)
    #expect(scenario.told("pulse.lost").last == "45.000 alert.closed pulse.lost medium")
  }

  @Test func `pulse.lost: a pending level starts again when the predicate does`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=!no-pulse spo2=98", for: 4)
    try scenario.vitals("hr=72 spo2=98", for: 1)
    try scenario.vitals("hr=!no-pulse spo2=98", for: 12)
    #expect(scenario.told("pulse.lost") == ["15.000 alert.raised pulse.lost medium"])
    // Also the high one, while the medium one is present.
    try scenario.vitals("hr=72 spo2=98", for: 1)
    try scenario.vitals("hr=!no-pulse spo2=98", for: 16)
    #expect(
      scenario.told("pulse.lost", from: 16) == ["38.000 alert.escalated pulse.lost high"])
  }

  /// Low SpO2 for so many seconds, then good for so many, then everything dark.
  private func dark(low: Double, good: Double, every: Span = .seconds(1)) throws -> [String] {
    let bed = BedSetup(bed: "1", monitors: [.sample("monitor", every: every)])
    var scenario = try Scenario.admitted(beds: [bed])
    try scenario.vitals("hr=72 spo2=97", for: every.seconds, every: every.seconds)
    if low > 0 { try scenario.vitals("hr=72 spo2=89", for: low, every: every.seconds) }
    if good > 0 { try scenario.vitals("hr=72 spo2=97", for: good, every: every.seconds) }
    try scenario.read("hr=!searching spo2=!searching")
    scenario.advance(by: 20)
    return scenario.told("pulse.lost")
  }

  @Test func `pulse.lost: both dark after a run below 90 that spanned 10 s`() throws {
    // Readings at 1 to 11 s span 10 s, those at 1 to 10 s do not.
    #expect(
      try dark(low: 11, good: 0) == [
        "17.000 alert.raised pulse.lost medium", "27.000 alert.escalated pulse.lost high",
      ])
    #expect(try dark(low: 10, good: 0) == [])
  }

  @Test func `pulse.lost: the run lies in the 60 s up to the last usable SpO2`() throws {
    #expect(try !dark(low: 11, good: 50).isEmpty)
    #expect(try dark(low: 11, good: 51) == [])
  }

  @Test func `pulse.lost: the 60 s count up to the last usable SpO2, not up to now`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=72 spo2=89", for: 11)
    try scenario.vitals("hr=72 spo2=!searching", for: 300)
    try scenario.read("hr=!searching spo2=!searching")
    scenario.advance(by: 5)
    #expect(scenario.told("pulse.lost").last == "321.000 alert.raised pulse.lost medium")
  }

  @Test func `pulse.lost: a reading of 90 or more breaks the run, an unusable one does not`() throws
  {
    for (between, isTold) in [("spo2=90", false), ("spo2=!artifact", true)] {
      var scenario = try watched()
      try scenario.vitals("hr=72 spo2=89", for: 6)
      try scenario.vitals("hr=72 \(between)", for: 1)
      try scenario.vitals("hr=72 spo2=89", for: 6)
      try scenario.read("hr=!searching spo2=!searching")
      scenario.advance(by: 6)
      #expect(scenario.told("pulse.lost").isEmpty == !isTold, "\(between)")
    }
  }

  @Test func `pulse.lost: with a nominal interval over 10 s the last SpO2 decides`() throws {
    #expect(
      try dark(low: 20, good: 0, every: .seconds(20)).first
        == "45.000 alert.raised pulse.lost medium")
    #expect(try dark(low: 20, good: 20, every: .seconds(20)) == [])
    #expect(try dark(low: 10, good: 0, every: .seconds(10)) == [])
  }

  @Test func `pulse.lost: one of both that is usable is not dark`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=72 spo2=89", for: 12)
    try scenario.vitals("hr=72 spo2=!searching", for: 30)
    #expect(scenario.told("pulse.lost") == [])
  }

  @Test func `pulse.lost: both have to be expected`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=89", for: 12)
    try scenario.vitals("spo2=!searching", for: 30)
    #expect(scenario.told("pulse.lost") == [])
  }

  @Test func `pulse.lost: readings that stop are as dark as those that say so`() throws {
    var scenario = try watched()
    try scenario.vitals("hr=72 spo2=89", for: 12)
    scenario.advance(by: 60)
    // The last reading at 16 s is stale at 21 s.
    #expect(scenario.told("pulse.lost").first == "26.000 alert.raised pulse.lost medium")
  }
}
