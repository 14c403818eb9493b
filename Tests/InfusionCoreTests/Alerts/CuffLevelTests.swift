import InfusionCore
import Testing
import Vitals

/// Levels of cuff results: at once, repeated, and how they end.
@Suite struct CuffLevelTests {
  /// A patient with cuff results at these seconds, and what one condition told until then.
  private func told(
    _ results: KeyValuePairs<Double, String>, until end: Double, of condition: String = "bp.high",
    from start: Double = 0
  ) throws -> [String] {
    var scenario = try Scenario.admitted()
    for (seconds, result) in results {
      scenario.advance(to: seconds)
      try scenario.read("bp=\(result)")
    }
    scenario.advance(to: end)
    return scenario.told(condition, from: start).filter { !$0.contains("unanswered") }
  }

  @Test func `at once: a level is present with the violating result`() throws {
    #expect(
      try told([0: "120/80/93", 60: "160/80/106"], until: 60) == [
        "60.000 alert.raised bp.high low"
      ])
  }

  @Test func `terms are joined by or`() throws {
    #expect(
      try told([0: "120/100/110"], until: 10) == ["0.000 alert.raised bp.high low"])
    #expect(
      try told([0: "165/80/110"], until: 10) == ["0.000 alert.raised bp.high low"])
  }

  @Test func `repeated: present with a violating result at least apart after the first`() throws {
    #expect(
      try told([0: "162/80/107", 179.999: "162/80/107"], until: 400) == [
        "0.000 alert.raised bp.high low"
      ])
    #expect(
      try told([0: "162/80/107", 100: "165/80/108", 180: "162/80/107"], until: 400) == [
        "0.000 alert.raised bp.high low", "180.000 alert.escalated bp.high medium",
      ])
  }

  @Test func `repeated: a result that does not violate breaks the run`() throws {
    // 158 is within the limit, though not inside its deadband.
    #expect(
      try told([0: "162/80/107", 100: "158/80/106", 200: "162/80/107"], until: 300) == [
        "0.000 alert.raised bp.high low"
      ])
    #expect(
      try told(
        [0: "162/80/107", 100: "158/80/106", 200: "162/80/107", 380: "162/80/107"], until: 400)
        == ["0.000 alert.raised bp.high low", "380.000 alert.escalated bp.high medium"])
  }

  @Test func `repeated within: present at exactly first + within if nobody repeats`() throws {
    #expect(
      try told([0: "185/80/115"], until: 400) == [
        "0.000 alert.raised bp.high medium", "300.000 alert.escalated bp.high high",
      ])
  }

  @Test func `repeated within: a violating result at least apart after the first answers at once`()
    throws
  {
    #expect(
      try told([0: "185/80/115", 60: "181/80/113"], until: 400) == [
        "0.000 alert.raised bp.high medium", "60.000 alert.escalated bp.high high",
      ])
  }

  @Test func `repeated within: a violating result too soon does not answer the request`() throws {
    #expect(
      try told([0: "185/80/115", 59.999: "185/80/115"], until: 400) == [
        "0.000 alert.raised bp.high medium", "300.000 alert.escalated bp.high high",
      ])
  }

  @Test func `repeated within: a result that does not violate answers it for good`() throws {
    #expect(
      try told([0: "185/80/115", 60: "175/80/111"], until: 400) == [
        "0.000 alert.raised bp.high medium"
      ])
  }

  @Test func `repeated within: while it is pending the alert asks for the repeat`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("bp=185/80/115")
    #expect(scenario.events("bp.high").last?.alert?.detail == "repeat the measurement")
    scenario.advance(by: 60)
    try scenario.read("bp=185/80/115")
    #expect(scenario.events("bp.high").last?.alert?.detail == nil)
  }

  @Test func `a level ends with the first inside result`() throws {
    #expect(
      try told([0: "162/80/107", 60: "154/80/104"], until: 60) == [
        "0.000 alert.raised bp.high low", "60.000 alert.closed bp.high low",
      ])
  }

  @Test func `a result between limit and deadband ends nothing`() throws {
    #expect(
      try told([0: "162/80/107", 60: "155/80/105", 120: "159/94/107"], until: 200) == [
        "0.000 alert.raised bp.high low"
      ])
  }

  @Test func `inside is every part that the result has`() throws {
    #expect(
      try told([0: "162/80/107", 60: "150/95/105", 120: "150/94/105"], until: 120) == [
        "0.000 alert.raised bp.high low", "120.000 alert.closed bp.high low",
      ])
  }

  @Test func `for a lower limit inside is limit + deadband, of MAP 3`() throws {
    #expect(
      try told(
        [0: "88/50/62", 60: "94/50/68", 120: "95/50/67", 180: "95/50/68"], until: 180,
        of: "bp.low")
        == ["0.000 alert.raised bp.low medium", "180.000 alert.closed bp.low medium"])
  }

  @Test func `a high level needs a run of inside results that spans 60 s`() throws {
    #expect(
      try told([0: "205/80/120", 60: "120/80/93", 119.999: "120/80/93"], until: 119.999) == [
        "0.000 alert.raised bp.high high"
      ])
    #expect(
      try told([0: "205/80/120", 60: "120/80/93", 120: "120/80/93"], until: 120) == [
        "0.000 alert.raised bp.high high", "120.000 alert.latched bp.high high",
      ])
  }

  @Test func `a result that is not inside breaks the run that ends a high level`() throws {
    // 196 lies between the limit 199 and its deadband.
    #expect(
      try told(
        [0: "205/80/120", 60: "120/80/93", 100: "196/80/118", 140: "120/80/93", 190: "120/80/93"],
        until: 190) == ["0.000 alert.raised bp.high high"])
    #expect(
      try told(
        [0: "205/80/120", 60: "120/80/93", 100: "196/80/118", 140: "120/80/93", 200: "120/80/93"],
        until: 200, from: 1) == ["200.000 alert.latched bp.high high"])
  }

  @Test func `milder levels end by themselves: the alert eases level by level`() throws {
    #expect(
      try told([0: "175/80/111", 60: "160/80/106", 120: "150/80/103"], until: 120) == [
        "0.000 alert.raised bp.high medium", "60.000 alert.eased bp.high low",
        "120.000 alert.closed bp.high low",
      ])
  }

  @Test func `in cuff alerts the vital is the part that violates most`() throws {
    try Table(
      """
      result      | vital
      175/80/111  | sbp
      165/118/130 | dbp
      180/115/136 | sbp
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.read("bp=\(row["result"])")
      return scenario.events("bp.high").first?.alert?.vital?.rawValue ?? "none"
    }
  }
}
