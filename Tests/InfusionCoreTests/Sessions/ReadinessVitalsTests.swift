import InfusionCore
import Testing
import Vitals

/// The vitals criteria of leaving, each at its boundary.
@Suite struct ReadinessVitalsTests {
  /// A patient with this baseline whose cuff results are these, at their minutes in recovery, and
  /// no others; the script stands at a minute.
  private func pressure(
    _ results: [(minute: Double, bp: String)], baseline: String = "120/80", at end: Double
  ) throws -> Bool {
    var scenario = try Scenario.admitted(beds: [.eachMinute()])
    try scenario.act("baseline bp=\(baseline)")
    try scenario.well(until: 10, bp: nil)
    try scenario.act("start authorised_by=Lee reason=\"no cuff\"")
    scenario.advance(toMinute: 50)
    try scenario.act("stop")
    for result in results {
      scenario.advance(toMinute: result.minute)
      try scenario.read("bp=\(result.bp)")
    }
    scenario.advance(toMinute: end)
    return try !scenario.missing().contains("blood pressure")
  }

  @Test func `SBP and DBP lie within both the absolute limits and those against baseline`() throws {
    try Table(
      """
      baseline | bp      | outcome
      120/80   | 144/80  | met
      120/80   | 145/80  | missing
      140/85   | 160/90  | met
      140/85   | 161/90  | missing
      120/80   | 90/60   | met
      120/80   | 89/60   | missing
      140/85   | 98/60   | met
      140/85   | 97/60   | missing
      120/80   | 120/100 | met
      120/80   | 120/101 | missing
      120/80   | 120/    | missing
      120/80   | /80     | missing
      """
    ).check { row in
      let isMet = try pressure(
        [(90, row["bp"]), (100, row["bp"])], baseline: row["baseline"], at: 105)
      return isMet ? "met" : "missing"
    }
  }

  @Test func `without a baseline the absolute limits hold alone`() throws {
    var scenario = try Scenario.admitted(beds: [.eachMinute()])
    try scenario.well(until: 10, cuffEvery: 30)
    try scenario.act("start")
    try scenario.act("stop")
    for (minute, bp) in [(90.0, "160/100"), (100, "90/60")] {
      scenario.advance(toMinute: minute)
      try scenario.read("bp=\(bp)")
    }
    #expect(try !scenario.missing().contains("blood pressure"))
    scenario.advance(toMinute: 110)
    try scenario.read("bp=161/80")
    #expect(try scenario.missing().contains("blood pressure"))
  }

  @Test func `the last two results count in any case`() throws {
    #expect(try !pressure([(60, "150/80"), (100, "120/80")], at: 112))
    #expect(try pressure([(60, "150/80"), (85, "120/80"), (100, "120/80")], at: 112))
  }

  @Test func `every result of the last 10 min counts`() throws {
    let results = [(80.0, "120/80"), (93, "150/80"), (96, "120/80"), (100, "120/80")]
    #expect(try !pressure(results, at: 103))
    #expect(try !pressure(results + [(105.9, "120/80")], at: 105.9))
    #expect(try pressure(results + [(106, "120/80")], at: 106))
  }

  @Test func `the results span at least 10 min from first to last`() throws {
    #expect(try !pressure([(90.1, "120/80"), (100, "120/80")], at: 101))
    #expect(try pressure([(90, "120/80"), (100, "120/80")], at: 101))
    #expect(try !pressure([(100, "120/80")], at: 101))
  }

  @Test func `results closer together reach back until they span 10 min`() throws {
    let close = [(91.0, "120/80"), (94, "120/80"), (97, "120/80"), (100, "120/80")]
    #expect(try !pressure(close, at: 100))
    #expect(try pressure([(88, "120/80")] + close, at: 100))
    #expect(try !pressure([(88, "150/80")] + close, at: 100))
  }

  @Test func `the last result is at most 15 min old`() throws {
    let results = [(90.0, "120/80"), (100, "120/80")]
    #expect(try pressure(results, at: 115))
    #expect(try !pressure(results, at: 115.001))
  }

  /// A patient with this baseline saturation, and these in recovery, minute by minute up to 70.
  private func saturation(baseline: String, _ values: [String]) throws -> Bool {
    var scenario = try Scenario.preparing(vitals: "hr=72 spo2=\(baseline)")
    try scenario.act("start authorised_by=Lee reason=known")
    scenario.advance(toMinute: 50)
    try scenario.act("stop")
    for (index, value) in values.enumerated() {
      scenario.advance(toMinute: Double(70 - values.count + index))
      try scenario.read("hr=72 spo2=\(value)")
    }
    return try !scenario.missing().contains("SpO2")
  }

  @Test func `SpO2 reaches max(90, min(92, baseline - 2))`() throws {
    try Table(
      """
      baseline | now  | outcome
      98       | 92   | met
      98       | 91.9 | missing
      94       | 92   | met
      94       | 91.9 | missing
      93       | 91   | met
      93       | 90.9 | missing
      92       | 90   | met
      91       | 90   | met
      91       | 89.9 | missing
      """
    ).check { row in
      let values = Array(repeating: row["now"], count: 5)
      return try saturation(baseline: row["baseline"], values) ? "met" : "missing"
    }
  }

  @Test func `the 5-min median of SpO2 decides, not one dip`() throws {
    #expect(try saturation(baseline: "98", ["97", "97", "88", "97", "88"]))
    #expect(try !saturation(baseline: "98", ["97", "88", "88", "97", "88"]))
    #expect(try saturation(baseline: "98", ["85", "85", "85", "85", "97", "97", "97", "97", "97"]))
  }

  @Test func `without a saturation of the last 5 min it is missing, never met`() throws {
    var scenario = try Scenario.ready()
    scenario.advance(toMinute: 115)
    #expect(try !scenario.missing().contains("SpO2"))
    scenario.advance(by: 0.001)
    #expect(try scenario.missing().contains("SpO2"))
  }

  @Test func `off oxygen for 15 min`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("entry oxygen=2")
    #expect(try scenario.missing().contains("off oxygen for 15 min"))
    scenario.advance(by: 60)
    try scenario.act("entry oxygen=off")
    scenario.advance(by: 899.999)
    #expect(try scenario.missing().contains("off oxygen for 15 min"))
    scenario.advance(by: 0.001)
    #expect(try !scenario.missing().contains("off oxygen for 15 min"))
  }

  @Test func `a second note that oxygen is off does not count as taking it off`() throws {
    var scenario = try Scenario.recovering()
    try scenario.act("entry oxygen=off")
    #expect(try !scenario.missing().contains("off oxygen for 15 min"))
    try scenario.act("entry oxygen=2")
    scenario.advance(by: 60)
    try scenario.act("entry oxygen=off")
    scenario.advance(by: 840)
    try scenario.act("entry oxygen=off")
    scenario.advance(by: 60)
    #expect(try !scenario.missing().contains("off oxygen for 15 min"))
  }
}
