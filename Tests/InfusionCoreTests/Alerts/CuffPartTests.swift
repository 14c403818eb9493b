import InfusionCore
import Testing
import Vitals

/// Cuff results that lack parts, come in parts, or cannot be.
@Suite struct CuffPartTests {
  private func told(
    _ results: KeyValuePairs<Double, String>, until end: Double, from start: Double = 0
  ) throws -> [String] {
    var scenario = try Scenario.admitted()
    for (seconds, result) in results {
      scenario.advance(to: seconds)
      try scenario.read("bp=\(result)")
    }
    scenario.advance(to: end)
    return scenario.told("bp.high", from: start).filter { !$0.contains("unanswered") }
  }

  @Test func `a result without any part that a level names does not answer a repeat`() throws {
    #expect(
      try told([0: "185/80/115", 100: "//93"], until: 300, from: 1) == [
        "300.000 alert.escalated bp.high high"
      ])
  }

  @Test func `a result without any part that a level names neither starts nor breaks a run`()
    throws
  {
    #expect(
      try told([0: "162/80/107", 100: "//93", 180: "162/80/107"], until: 180, from: 1) == [
        "180.000 alert.escalated bp.high medium"
      ])
    #expect(
      try told([0: "205/80/120", 60: "//93", 120: "120/80/93"], until: 180, from: 1) == [])
  }

  @Test func `a result that lacks a part which last violated is none, unless another violates`()
    throws
  {
    // DBP alone neither ends the alert of SBP nor breaks its run.
    #expect(
      try told([0: "162/80/107", 100: "/80/", 180: "162/80/107"], until: 180, from: 1) == [
        "180.000 alert.escalated bp.high medium"
      ])
    // DBP alone that violates counts, also for the repeat.
    #expect(
      try told([0: "162/80/107", 180: "/102/"], until: 180, from: 1) == [
        "180.000 alert.escalated bp.high medium"
      ])
  }

  @Test func `a result that lacks a part which did not violate last counts`() throws {
    #expect(
      try told([0: "162/80/107", 60: "150//"], until: 60, from: 1) == [
        "60.000 alert.closed bp.high low"
      ])
  }

  @Test func `an implausible result is no result at all`() throws {
    #expect(
      try told([0: "162/80/107", 60: "80/100/"], until: 60, from: 1) == [])
    #expect(
      try told([0: "185/80/115", 100: "310/80/120"], until: 300, from: 1) == [
        "300.000 alert.escalated bp.high high"
      ])
    #expect(
      try told([0: "162/80/107", 100: "120/130/"], until: 180, from: 1) == [])
  }

  @Test func `a newer part less than 25 s later is merged, and wins`() throws {
    #expect(
      try told([0: "120/80/93", 24.999: "175//"], until: 30) == [
        "24.999 alert.raised bp.high medium"
      ])
    var scenario = try Scenario.admitted()
    try scenario.read("bp=120/80/93")
    scenario.advance(by: 24.999)
    try scenario.read("bp=130//")
    let cuff = try scenario.bed().watch.cuff
    #expect(cuff.kept?.sbp == 130 && cuff.kept?.dbp == 80 && cuff.kept?.map == 93)
    #expect(cuff.kept?.at == Moment(milliseconds: 0))
    #expect(cuff.results.count == 1)
  }

  @Test func `25 s later a result stands by itself`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("bp=120/80/93")
    scenario.advance(by: 25)
    try scenario.read("bp=130//")
    let cuff = try scenario.bed().watch.cuff
    #expect(cuff.results.count == 2)
    #expect(cuff.kept?.dbp == nil)
  }

  @Test func `results are merged by the kept one's time, not by the last merge`() throws {
    var scenario = try Scenario.admitted()
    for part in ["bp=120//", "bp=/80/", "bp=//93"] {
      try scenario.read(part)
      scenario.advance(by: 13)
    }
    #expect(try scenario.bed().watch.cuff.results.count == 2)
  }

  @Test func `a merged whole that violates is judged as if it had come whole at the kept time`()
    throws
  {
    // The run begins at 100, the kept result's time, and is 180 s long at 280.
    #expect(
      try told([100: "120/80/93", 120: "162//", 280: "162/80/107"], until: 280) == [
        "120.000 alert.raised bp.high low", "280.000 alert.escalated bp.high medium",
      ])
  }

  @Test func `a merged whole that violates finds the runs as before the kept result`() throws {
    // 170 at 60 broke the run of results above 179; the merge takes that back.
    #expect(
      try told([0: "185/80/115", 60: "175/80/111"], until: 300, from: 1) == [])
    #expect(
      try told([0: "185/80/115", 60: "175/80/111", 70: "182//"], until: 100, from: 1) == [
        "70.000 alert.escalated bp.high high"
      ])
  }

  @Test func `a merged whole that does not violate changes nothing`() throws {
    #expect(
      try told([0: "175/80/111", 10: "120//"], until: 100) == [
        "0.000 alert.raised bp.high medium"
      ])
    // Not even a run: that of 162 goes on to 180.
    #expect(
      try told([0: "162/80/107", 10: "150//", 180: "162/80/107"], until: 180, from: 1) == [
        "180.000 alert.escalated bp.high medium"
      ])
  }

  @Test func `a merged whole that only added parts may also end a level`() throws {
    #expect(
      try told([0: "150/101/115", 100: "150//", 110: "/80/"], until: 120, from: 1) == [
        "110.000 alert.closed bp.high low"
      ])
  }

  @Test func `parts that only follow are judged with the whole, at the kept time`() throws {
    #expect(
      try told([0: "205/80/120", 60: "120//", 65: "/80/", 120: "120/80/93"], until: 120, from: 1)
        == ["120.000 alert.latched bp.high high"])
  }
}
