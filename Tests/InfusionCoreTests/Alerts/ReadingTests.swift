import Testing
import Vitals

@testable import InfusionCore

/// Readings: usable, plausible, fresh; continuous and episodic.
@Suite struct ReadingTests {
  @Test func `a number of HR or SpO2 is plausible within its range, both ends included`() throws {
    try Table(
      """
      reading   | usable
      hr=19     | false
      hr=20     | true
      hr=300    | true
      hr=300.1  | false
      spo2=29   | false
      spo2=30   | true
      spo2=100  | true
      spo2=101  | false
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.read(row["reading"])
      let watch = try scenario.bed().watch
      return "\([watch.hr, watch.spo2].contains { $0.isUsable(after: scenario.now) })"
    }
  }

  @Test func `a cuff result is plausible in its ranges and with SBP over MAP over DBP`() throws {
    try Table(
      """
      result         | why                                | taken
      bp=300/200/250 | upper ends                         | 300/200/250
      bp=40/20/25    | lower ends                         | 40/20/25
      bp=301/80/100  | SBP above its range                | none
      bp=39/30/35    | SBP below its range                | none
      bp=210/201/205 | DBP above its range                | none
      bp=90/19/50    | DBP below its range                | none
      bp=300/100/251 | MAP above its range                | none
      bp=60/20/24    | MAP below its range                | none
      bp=120/120/    | no pulse pressure                  | none
      bp=80/120/     | turned round                       | none
      bp=120/80/120  | MAP not below SBP                  | none
      bp=120/80/80   | MAP not above DBP                  | none
      bp=120//130    | MAP over SBP, DBP without a value  | none
      bp=/80/70      | MAP under DBP, SBP without a value | none
      bp=120/80/     | a part without a value does no harm | 120/80/
      bp=120//       | one part alone                     | 120//
      bp=//90        | one part alone                     | //90
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.read(row["result"])
      guard let kept = try scenario.bed().watch.cuff.kept else { return "none" }
      return [kept.sbp, kept.dbp, kept.map].map { $0.map { "\(Int($0))" } ?? "" }
        .joined(separator: "/")
    }
  }

  @Test func `an implausible number is kept and shown, and is not usable at once`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 10)
    try scenario.read("hr=301 spo2=98")
    let hr = try scenario.bed().watch.hr
    #expect(hr.latest == .value(301))
    #expect(!hr.isUsable(after: scenario.now))
    #expect(hr.lastUsable == 72)
    try scenario.vitals("hr=301 spo2=98", for: 31)
    #expect(scenario.told("signal.lost") == ["40.000 alert.raised signal.lost low"])
  }

  @Test func `an implausible number violates no limit`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=301 spo2=101 bp=301/80/100", for: 20)
    #expect(scenario.told("hr.high", "spo2.low", "bp.high", "bp.low") == [])
  }

  @Test func `an improbable number is a reading like any other`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("bp=240/150/180")
    #expect(scenario.told("bp.high") == ["0.000 alert.raised bp.high high"])
  }

  @Test func `HR and SpO2 are fresh for 5 s, or 2.5 nominal intervals if that is longer`() throws {
    try Table(
      """
      every | stale after
      1     | 5.000
      2     | 5.000
      3     | 7.500
      10    | 25.000
      60    | 150.000
      """
    ).check { row in
      let every = Span.of(row.number("every") ?? 0)
      let bed = BedSetup(bed: "1", monitors: [.sample("monitor", every: every)])
      var scenario = try Scenario.admitted(beds: [bed])
      try scenario.read("hr=72 spo2=98")
      scenario.advance(to: 500)
      return scenario.events("signal.lost").first?.alert?.onset.text ?? "never"
    }
  }

  @Test func `a reading still counts at the age of fresh_for, and no longer`() throws {
    var inTime = try Scenario.admitted()
    try inTime.vitals("hr=130", for: 10.001)
    inTime.advance(to: 20)
    #expect(inTime.told("hr.high") == ["15.000 alert.raised hr.high medium"])

    var tooLate = try Scenario.admitted()
    try tooLate.read("hr=130")
    tooLate.advance(to: 9.999)
    try tooLate.read("hr=130")
    tooLate.advance(to: 20)
    #expect(tooLate.told("hr.high") == [])
  }

  @Test func `a reading that says why it has no value is not usable at once`() throws {
    for reason in AbsenceReason.allCases {
      var scenario = try Scenario.admitted()
      try scenario.vitals("hr=72 spo2=98", for: 10)
      try scenario.read("hr=!\(reason.rawValue)")
      #expect(try !scenario.bed().watch.hr.isUsable(after: scenario.now), "\(reason)")
    }
  }

  @Test func `a cuff result is judged when it is measured, not again by time`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("bp=150/90/110")
    scenario.advance(to: 3600)
    #expect(scenario.told("bp.high", "bp.low") == [])
  }

  @Test func `a cuff result stands until the next, at most the cuff interval and 5 min`() throws {
    // While a BP alert is present the interval is 5 min, so the result stands for 10 min.
    var scenario = try Scenario.infusing()
    try scenario.read("bp=172/90/117")
    scenario.advance(by: 420)
    try scenario.act("ack bp.high")
    scenario.advance(by: 600)
    let events = scenario.events("bp.high")
    #expect(
      scenario.told("bp.high") == [
        "100.000 alert.raised bp.high medium", "280.000 alert.unanswered bp.high medium step 1",
        "460.000 alert.unanswered bp.high medium step 2",
        "520.000 alert.acknowledged bp.high medium", "820.000 alert.reminded bp.high medium",
      ])
    #expect(events.map { $0.alert?.evaluable } == [true, true, true, true, false])
  }

  @Test func `a cuff alert says that it cannot be judged from the moment its result lapses`() throws
  {
    for (seconds, evaluable) in [(600.0, true), (600.002, false)] {
      var scenario = try Scenario.infusing()
      scenario.advance(by: 30)
      try scenario.read("bp=172/90/117")
      scenario.advance(by: seconds)
      try scenario.act("transfer to=hospital")
      #expect(scenario.events("bp.high").last?.alert?.evaluable == evaluable)
    }
  }
}
