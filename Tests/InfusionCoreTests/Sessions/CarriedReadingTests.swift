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
}
