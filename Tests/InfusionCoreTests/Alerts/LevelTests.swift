import InfusionCore
import Testing
import Vitals

/// Levels of HR and SpO2: delay, deadband, clear_after; rules 1 to 4.
@Suite struct LevelTests {
  private let readings: [Character: String] = [
    "n": "hr=72", "h": "hr=130", "d": "hr=119", "b": "hr=117", "s": "hr=!sensor-off",
    "i": "hr=301",
  ]

  @Test func `rule 1: onset is the first usable reading that violates the limit`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72", for: 3)
    try scenario.vitals("hr=310", for: 2)
    try scenario.vitals("hr=130", for: 20)
    let alert = try #require(scenario.events("hr.high").first?.alert)
    #expect(alert.onset == Moment(milliseconds: 5000))
    #expect(scenario.told("hr.high") == ["20.000 alert.raised hr.high medium"])
  }

  @Test func `rule 2: a level is present at exactly onset + delay, with no reading then`() throws {
    let slow = BedSetup(bed: "1", monitors: [.sample("slow", every: .seconds(4))])
    var scenario = try Scenario.admitted(beds: [slow])
    try scenario.vitals("hr=130", for: 40, every: 4)
    #expect(scenario.told("hr.high") == ["15.000 alert.raised hr.high medium"])
  }

  @Test func `rule 2: without a delay a level is present with the reading`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=98", for: 3)
    try scenario.read("spo2=79")
    #expect(scenario.told("spo2.low") == ["3.000 alert.raised spo2.low high"])
  }

  @Test func `rule 3: a usable reading within the limit drops what is pending`() throws {
    try Marble(readings: readings).shows(
      """
      input    hhhhhhhhhhhhhhdhhhhhhhhhhhhhhhhh
      hr.high  ..............................R.
      """)
  }

  @Test func `rule 3: the limit itself does not violate, and drops what is pending`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=121", for: 14)
    try scenario.read("hr=120")
    scenario.advance(by: 1)
    try scenario.vitals("hr=121", for: 20)
    #expect(scenario.told("hr.high") == ["30.000 alert.raised hr.high medium"])
  }

  @Test func `rule 3: a missing reading neither drops nor completes what is pending`() throws {
    try Marble(readings: readings).shows(
      """
      input    hhhhhs--------hhhhhh
      hr.high  ...............R....
      """)
  }

  @Test func `rule 3: an implausible reading neither drops nor completes what is pending`() throws {
    try Marble(readings: readings).shows(
      """
      input    hhhhhiiiiiiiiihhhhhh
      hr.high  ...............R....
      """)
  }

  @Test func `rule 3: not usable at the deadline, the next usable reading decides for it`() throws {
    try Marble(readings: readings).shows(
      """
      input    hhhhhhhhhhhhhhsss--hhh
      hr.high  ...................R..
      """)
  }

  @Test func `rule 3: not usable at the deadline, the next usable reading decides against it`()
    throws
  {
    try Marble(readings: readings).shows(
      """
      input    hhhhhhhhhhhhhhsss--nhhhhhhhhhhhhhhhhh
      hr.high  ...................................R.
      """)
  }

  @Test func `rule 4: a level ends at the first usable reading clear_after after its run began`()
    throws
  {
    try Marble(readings: readings).shows(
      """
      input    hhhhhhhhhhhhhhhhhhbbbbbbbbbbbbbbbbbbbbbbb
      hr.high  ...............R......................C..
      """)
  }

  @Test func `rule 4: a level ends with a reading, not by time`() throws {
    try Marble(readings: readings).shows(
      """
      input    hhhhhhhhhhhhhhhhhhbbbbbbbbbb-----------------b
      hr.high  ...............R.............................C
      """)
  }

  @Test func `rule 4: a reading between limit and deadband breaks the run`() throws {
    try Marble(readings: readings).shows(
      """
      input    hhhhhhhhhhhhhhhhhhbbbbbbbbbbbbbbbbbbbdbbbbbbbbbbbbbbbbbbbbb
      hr.high  ...............R..........................................C
      """)
  }

  @Test func `rule 4: a violating reading breaks the run`() throws {
    try Marble(readings: readings).shows(
      """
      input    hhhhhhhhhhhhhhhhhhbbbbbbbbbbbbbbbbbbbhbbbbbbbbbbbbbbbbbbbbb
      hr.high  ...............R..........................................C
      """)
  }

  @Test func `rule 4: missing data neither breaks the run nor ends the level`() throws {
    try Marble(readings: readings).shows(
      """
      input    hhhhhhhhhhhhhhhhhhbbbbbbbbsssssssssiiib---
      hr.high  ...............R......................C...
      """)
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130", for: 20)
    scenario.advance(by: 100)
    #expect(scenario.told("hr.high") == ["15.000 alert.raised hr.high medium"])
  }

  @Test func `rule 4: for a lower limit the run is of readings at or above limit + deadband`()
    throws
  {
    let low: [Character: String] = ["l": "spo2=89", "d": "spo2=90", "b": "spo2=94"]
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=89", for: 20)
    try Marble(readings: low, step: 5, after: scenario).shows(
      """
      input     bbbbbbbdbbbbbbbbb
      spo2.low  ......C..........
      """)
    try Marble(readings: low, step: 5, after: scenario).shows(
      """
      input     bbbbdbbbbbbbbbbbb
      spo2.low  ...........C.....
      """)
  }
}
