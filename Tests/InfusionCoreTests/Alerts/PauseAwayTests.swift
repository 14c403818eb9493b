import Testing
import Vitals

@testable import InfusionCore

/// away: the patient is not there.
@Suite struct PauseAwayTests {
  /// A patient who left at 5 s, with the sensors off since then.
  private func left() throws -> Scenario {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 5)
    try scenario.act("away reason=toilet by=anna")
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    return scenario
  }

  @Test func `away: while preparing, held or recovering`() throws {
    try Table(
      """
      phase      | verbs           | answer
      preparing  |                 | away
      infusing   | start           | refused
      held       | start,hold      | away
      recovering | start,stop      | away
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.vitals("hr=72 spo2=98 bp=120/80/93", for: 1)
      for verb in row["verbs"].split(separator: ",") { try scenario.act("\(verb)") }
      scenario.send(.act(bed: "1", .away(reason: "toilet"), by: nil))
      return scenario.told("patient.away").isEmpty ? "refused" : "away"
    }
    var idle = try Scenario()
    #expect(try idle.refusal(of: "away reason=toilet").hasPrefix("conflict: "))
  }

  @Test func `away: needs a reason`() throws {
    #expect(throws: VerbError.self) { try RecordedAct(parsing: "away") }
  }

  @Test func `away: has owner, reason and end`() throws {
    let away = try #require(left().events("patient.away").first)
    #expect(away.fact("by") == "anna" && away.fact("reason") == "toilet")
    #expect(away.fact("until") == "605.000")
  }

  @Test func `away: technical conditions become information`() throws {
    var scenario = try left()
    scenario.advance(by: 100)
    #expect(scenario.told("signal.lost").first == "35.000 alert.raised signal.lost information")
    #expect(scenario.events("signal.lost").allSatisfy { $0.alert?.priority == .information })
    try scenario.act("cuff.failed")
    scenario.advance(by: 1)
    try scenario.act("cuff.failed")
    #expect(scenario.told("nibp.failed") == ["106.000 alert.raised nibp.failed information"])
  }

  @Test func `away: physiological conditions stay as they are`() throws {
    var scenario = try left()
    try scenario.vitals("hr=130", for: 16)
    #expect(scenario.told("hr.high") == ["20.000 alert.raised hr.high medium"])
  }

  @Test func `away: ends when the signals are back for 15 s`() throws {
    var scenario = try left()
    scenario.advance(to: 200)
    try scenario.vitals("hr=72 spo2=98", for: 10)
    try scenario.vitals("hr=72 spo2=!searching", for: 2)
    try scenario.vitals("hr=72 spo2=98", for: 20)
    #expect(scenario.told("patient.back") == ["227.000 patient.back"])
  }

  @Test func `away: signals that were never lost do not end it`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 5)
    try scenario.act("away reason=toilet")
    try scenario.vitals("hr=72 spo2=98", for: 60)
    #expect(scenario.told("patient.back") == [])
  }

  @Test func `away: after 10 min “not back” is medium`() throws {
    var scenario = try left()
    scenario.advance(to: 700)
    #expect(scenario.told("bed.away").first == "605.000 alert.raised bed.away medium")
    #expect(scenario.told("patient.back") == [])
  }

  @Test func `away: “not back” ends when the signals are back, or with the nurse`() throws {
    var scenario = try left()
    scenario.advance(to: 700)
    try scenario.vitals("hr=72 spo2=98", for: 20)
    #expect(
      scenario.told("patient.back", "bed.away", from: 606) == [
        "715.000 patient.back", "715.000 alert.closed bed.away medium",
      ])
    var other = try left()
    other.advance(to: 700)
    try other.act("back")
    #expect(other.told("bed.away").last == "700.000 alert.closed bed.away medium")
  }

  @Test func `away: not “not back” if the signals are there at its end`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 5)
    try scenario.act("away reason=toilet")
    try scenario.vitals("hr=72 spo2=98", for: 620)
    #expect(scenario.told("patient.back", "bed.away") == ["605.000 patient.back"])
  }

  @Test func `away: what it held starts its delays afresh when it ends`() throws {
    var back = try left()
    back.advance(to: 100)
    try back.act("back")
    back.advance(by: 100)
    let told = back.told("signal.lost", from: 100)
    #expect(
      told == [
        "100.000 alert.closed signal.lost information", "130.000 alert.raised signal.lost low",
        "160.000 alert.escalated signal.lost medium",
      ])
    var late = try left()
    late.advance(to: 640)
    #expect(late.told("signal.lost").last == "635.000 alert.raised signal.lost low")
  }

  @Test func `away: a device that is the expected one again does not sound when it ends`() throws {
    var scenario = try left()
    try scenario.act("identity found=x")
    scenario.advance(to: 90)
    try scenario.act("identity.ok")
    scenario.advance(to: 100)
    try scenario.act("back")
    #expect(
      scenario.told("link.identity") == [
        "5.000 alert.raised link.identity information",
        "100.000 alert.closed link.identity information",
      ])
  }

  @Test func `away: a device that is still another one sounds when it ends`() throws {
    var scenario = try left()
    try scenario.act("identity found=x")
    scenario.advance(to: 100)
    try scenario.act("back")
    #expect(
      scenario.told("link.identity").last == "100.000 alert.escalated link.identity medium")
  }

  @Test func `away: a link that is back does not sound when it ends`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130 spo2=98", for: 20)
    try scenario.act("link.down")
    scenario.advance(to: 40)
    try scenario.act("away reason=toilet")
    scenario.advance(to: 160)
    try scenario.act("link.up")
    scenario.advance(to: 170)
    try scenario.act("back")
    #expect(
      scenario.told("link.lost", from: 40) == [
        "40.000 alert.eased link.lost information", "170.000 alert.closed link.lost information",
      ])
  }

  @Test func `away: what it covers sounds again when a link of the bed is lost`() throws {
    var scenario = try left()
    scenario.advance(to: 60)
    try scenario.act("link.down")
    scenario.advance(to: 80)
    #expect(try scenario.bed().watch.pauses.away?.isUncovered == true)
    #expect(scenario.told("link.lost") == ["70.000 alert.raised link.lost medium"])
  }

  @Test func `away: ends where the drip runs, so that what is technical sounds`() throws {
    try Table(
      """
      verbs before  | verb     | told
                    | start    | patient.back phase
      start,hold    | continue | patient.back phase
      start,stop    | undo     | patient.back phase
      start,hold    | stop     |
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.vitals("hr=72 spo2=98 bp=120/80/93", for: 1)
      for verb in row["verbs before"].split(separator: ",") { try scenario.act("\(verb)") }
      try scenario.act("away reason=toilet")
      try scenario.act(row["verb"])
      return scenario.events("patient.back").map { event in
        "patient.back \(event.fact("cause"))"
      }.joined()
    }
  }

  @Test func `away: what was lost meanwhile sounds after its delays once the drip runs`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98 bp=120/80/93", for: 1)
    for verb in ["start", "hold", "away reason=toilet"] { try scenario.act(verb) }
    try scenario.read("hr=!sensor-off spo2=!sensor-off")
    scenario.advance(to: 100)
    try scenario.act("continue")
    scenario.advance(to: 170)
    #expect(
      scenario.told("signal.lost", from: 100) == [
        "100.000 alert.closed signal.lost information", "130.000 alert.raised signal.lost low",
        "160.000 alert.escalated signal.lost medium",
      ])
  }

  @Test func `away: twice at once is a 409, and so is back without away`() throws {
    var scenario = try left()
    #expect(try scenario.refusal(of: "away reason=toilet").hasPrefix("conflict: "))
    try scenario.act("back")
    #expect(try scenario.refusal(of: "back").hasPrefix("conflict: "))
  }
}
