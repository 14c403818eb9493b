import InfusionCore
import Testing
import Vitals

@Suite struct ReadinessTests {
  @Test func `the minimum is 60 min with an escort named`() throws {
    var scenario = try Scenario.recovering()
    scenario.advance(to: 6599.999)
    #expect(try scenario.missing().contains("minimum time"))
    scenario.advance(by: 0.001)
    #expect(try !scenario.missing().contains("minimum time"))
    #expect(try !scenario.missing().contains("escort, or a prescriber's name"))
  }

  @Test func `without an escort it is 120 min and a prescriber's name`() throws {
    var scenario = try Scenario.recovering("admit")
    scenario.advance(to: 10_199.999)
    #expect(try scenario.missing().contains("minimum time"))
    scenario.advance(by: 0.001)
    #expect(try !scenario.missing().contains("minimum time"))
    #expect(try scenario.missing().contains("escort, or a prescriber's name"))
    try scenario.act("entry prescriber=\"Dr Lee\"")
    #expect(try !scenario.missing().contains("escort, or a prescriber's name"))
  }

  @Test func `an escort named late shortens the minimum at once`() throws {
    var scenario = try Scenario.recovering("admit")
    scenario.advance(toMinute: 112)
    try scenario.act("entry escort=Ann")
    #expect(try !scenario.missing().contains("minimum time"))
    #expect(
      scenario.told("recovery.complete") == [
        "6720.000 alert.raised recovery.complete information"
      ])
  }

  @Test func `an escort that was entered by mistake counts no more once corrected`() throws {
    var scenario = try Scenario.recovering("admit")
    try scenario.act("entry escort=Ann")
    scenario.advance(toMinute: 112)
    try scenario.act("correct e1 note=\"other patient\" reason=\"wrong bed\"")
    #expect(try scenario.missing().contains("minimum time"))
    #expect(try scenario.missing().contains("escort, or a prescriber's name"))
  }

  @Test func `a sedative, opioid or antihypertensive given restarts the minimum`() throws {
    try Table(
      """
      medication       | ends at minute
      sedative         | 160.0
      opioid           | 160.0
      antihypertensive | 160.0
      antiemetic       | 110.0
      other            | 110.0
      """
    ).check { row in
      var scenario = try Scenario.recovering()
      scenario.advance(toMinute: 100)
      try scenario.act("entry medication=\(row["medication"])")
      scenario.advance(toMinute: 161)
      let raised = try #require(scenario.events("recovery.complete").last)
      return "\(Double(raised.moment.milliseconds) / 60_000)"
    }
  }

  @Test func `a drug given before the stop does not lengthen the minimum`() throws {
    var scenario = try Scenario.started()
    try scenario.act("entry medication=opioid")
    scenario.advance(toMinute: 50)
    try scenario.act("stop")
    scenario.advance(toMinute: 110)
    #expect(try !scenario.missing().contains("minimum time"))
  }

  @Test func `MOAA/S 5, oriented and a steady gait are entered`() throws {
    try Table(
      """
      entry                            | missing
      moaas=5 oriented=yes gait=steady   |
      moaas=4 oriented=yes gait=steady   | MOAA/S 5
      moaas=5 oriented=no gait=steady    | oriented
      moaas=5 oriented=yes gait=unsteady | steady gait
      moaas=5                            | oriented, steady gait
      note=well                          | MOAA/S 5, oriented, steady gait
      """
    ).check { row in
      var scenario = try Scenario.recovering()
      try scenario.well(until: 110)
      try scenario.act("entry \(row["entry"])")
      try scenario.well(until: 111)
      return try scenario.missing().joined(separator: ", ")
    }
  }

  @Test func `entries from before the stop do not count`() throws {
    var scenario = try Scenario.started()
    try scenario.well(until: 49)
    try scenario.act(Scenario.entries)
    try scenario.well(until: 50)
    try scenario.act("stop")
    #expect(try scenario.missing().suffix(3) == ["MOAA/S 5", "oriented", "steady gait"])
  }

  @Test func `entries count for 30 min`() throws {
    var scenario = try Scenario.ready()
    scenario.advance(toMinute: 130)
    #expect(try !scenario.missing().contains("oriented"))
    scenario.advance(by: 0.001)
    #expect(try scenario.missing().suffix(3) == ["MOAA/S 5", "oriented", "steady gait"])
  }

  @Test func `a later entry counts, not the better one`() throws {
    var scenario = try Scenario.ready()
    try scenario.act("entry moaas=4")
    #expect(try scenario.missing() == ["MOAA/S 5"])
  }

  @Test func `nothing is judged before the stop`() throws {
    let scenario = try Scenario.started()
    #expect(try scenario.bed().readiness(at: scenario.now) == nil)
  }

  @Test func `the board shows the earliest minute at which a criterion could be met`() throws {
    var scenario = try Scenario.recovering("admit")
    try scenario.act("entry oxygen=2")
    try scenario.well(until: 60, vitals: "hr=125 spo2=98")
    try scenario.act("entry oxygen=off")
    func earliest() throws -> [String: String] {
      let readiness = try #require(try scenario.bed().readiness(at: scenario.now))
      return readiness.criteria.reduce(into: [:]) { $0[$1.name] = $1.earliest?.text ?? "-" }
    }
    #expect(try earliest()["minimum time"] == "10200.000")
    #expect(try earliest()["off oxygen for 15 min"] == "4500.000")
    #expect(try earliest()["no alert for 15 min"] == "-")
    try scenario.well(until: 65)
    #expect(try earliest()["no alert for 15 min"] == "4560.000")
    try scenario.act("entry escort=Ann")
    #expect(try earliest()["minimum time"] == "6600.000")
    #expect(try earliest()["MOAA/S 5"] == "-")
    #expect(try earliest()["blood pressure"] == "-")
  }
}
