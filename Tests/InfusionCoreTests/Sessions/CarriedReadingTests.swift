import InfusionCore
import Testing
import Vitals

/// What was read before the admission is judged by the session, and as old as it is.
@Suite struct CarriedReadingTests {
  @Test func `a reading from before the admission keeps its age`() throws {
    var scenario = try Scenario()
    try scenario.read("hr=72 spo2=98")
    scenario.advance(by: 4)
    try scenario.act("admit")
    let shown = try scenario.bed().shownVitals(at: scenario.now)
    #expect(shown.first?.value == 72)
    #expect(shown.first?.measuredAt == Moment(milliseconds: 0))
    scenario.advance(by: 1)
    scenario.tick()
    #expect(try scenario.bed().shownVitals(at: scenario.now).first?.quality == .stale)
  }

  @Test func `a desaturation that began before the admission is as long as it was`() throws {
    var scenario = try Scenario()
    try scenario.read("hr=72 spo2=85")
    scenario.advance(by: 4)
    try scenario.act("admit")
    try scenario.vitals("hr=72 spo2=85", for: 7)
    scenario.advance(by: 20)
    #expect(scenario.told("pulse.lost").first?.contains("alert.raised pulse.lost") == true)
  }
}
