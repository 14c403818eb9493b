import InfusionCore
import Testing
import Vitals

@testable import Settings

/// Levels that count instead of wait, and the bound on how fast any level may cycle; rules 5 and 6.
@Suite struct LevelTotalTests {
  /// A patient whose SpO2 is judged only by `total = 30 s in 120 s`, below 90.
  private func counting(every: Span = .seconds(1)) throws -> Scenario {
    var rules = try Scenario.treatment()
    for index in rules.continuous.indices where rules.continuous[index].condition == .spo2Low {
      rules.continuous[index].levels.removeAll {
        if case .total = $0.trigger { false } else { true }
      }
    }
    let bed = BedSetup(bed: "1", monitors: [.sample("monitor", every: every)])
    var scenario = try Scenario(beds: [bed], rules: rules)
    try scenario.act("admit")
    return scenario
  }

  @Test func `rule 5: dips that never last a whole delay add up to the total`() throws {
    try Marble(readings: ["l": "spo2=88", "n": "spo2=96"], step: 5).shows(
      """
      input     llnnllnnllnnnnnnnn
      spo2.low  ..........R.....C.
      """)
  }

  @Test func `rule 5: what is older than the window no longer counts`() throws {
    // The first dip leaves the window while the fourth is added.
    try Marble(readings: ["l": "spo2=88", "n": "spo2=96"], step: 5, after: counting()).shows(
      """
      input     llnnnnnnnnnnnnllnnnnnnnnllnnnnnnnnnnnnnnnn
      spo2.low  ..........................................
      """)
    try Marble(readings: ["l": "spo2=88", "n": "spo2=96"], step: 5, after: counting()).shows(
      """
      input     llnnnnnnnnnnllnnnnnnnnllnnnnnn
      spo2.low  ........................R.....
      """)
  }

  @Test func `rule 5: the total is judged at usable readings, not by time`() throws {
    var scenario = try counting()
    try scenario.vitals("spo2=88", for: 29)
    scenario.advance(by: 20)
    #expect(scenario.told("spo2.low") == [])
    try scenario.read("spo2=96")
    #expect(scenario.told("spo2.low") == ["49.000 alert.raised spo2.low medium"])
  }

  @Test func `rule 5: each reading counts until the next, at most fresh_for`() throws {
    var scenario = try counting()
    try scenario.vitals("spo2=88", for: 200, every: 10)
    #expect(scenario.told("spo2.low") == ["60.000 alert.raised spo2.low medium"])

    var sparse = try counting()
    try sparse.vitals("spo2=88", for: 600, every: 21)
    #expect(sparse.told("spo2.low") == [])
  }

  @Test func `rule 5: a missing reading neither adds nor takes away`() throws {
    var scenario = try counting()
    try scenario.vitals("spo2=88", for: 10)
    try scenario.read("spo2=!sensor-off")
    scenario.advance(by: 10)
    try scenario.vitals("spo2=88", for: 30)
    // The last reading before the gap, at 9 s, counts 5 s: 14 s, and 16 s more from 20 s on.
    #expect(scenario.told("spo2.low") == ["36.000 alert.raised spo2.low medium"])
  }

  @Test func `rule 5: only time since the level last ended counts`() throws {
    var scenario = try counting()
    try scenario.vitals("spo2=88", for: 31)
    try scenario.vitals("spo2=96", for: 31)
    try scenario.vitals("spo2=88", for: 31)
    #expect(
      scenario.told("spo2.low") == [
        "30.000 alert.raised spo2.low medium", "61.000 alert.closed spo2.low medium",
        "92.000 alert.raised spo2.low medium",
      ])
  }

  @Test func `rule 5: it ends by rule 4`() throws {
    var scenario = try counting()
    try scenario.vitals("spo2=88", for: 31)
    try scenario.vitals("spo2=90", for: 60)
    #expect(scenario.told("spo2.low") == ["30.000 alert.raised spo2.low medium"])
    try scenario.vitals("spo2=91", for: 31)
    #expect(scenario.told("spo2.low", from: 31) == ["121.000 alert.closed spo2.low medium"])
  }

  @Test func `rule 6: a level with delay + clear_after of 20 s or less is refused`() throws {
    try Table(
      """
      trigger                           | clear_after | answer
      delay = "0s"                      | 20s         | refused
      delay = "0s"                      | 21s         | taken
      delay = "15s"                     | 5s          | refused
      delay = "15s"                     | 6s          | taken
      total = "10s"\\nwithin = "60s"    | 10s         | refused
      total = "10s"\\nwithin = "60s"    | 11s         | taken
      """
    ).check { row in
      let text = """
        name = "mine"
        extends = "ketamine-40"
        [hr.high]
        cause = "c"
        remedy = "r"
        source = "s"
        deadband = 3
        clear_after = "\(row["clear_after"])"
        [[hr.high.level]]
        priority = "medium"
        above = 120
        \(row["trigger"].replacing("\\n", with: "\n"))
        """
      let file = TomlFile(name: "mine.toml", bytes: Array(text.utf8))
      do throws(Faults) {
        _ = try ProtocolLibrary.read(file, named: nil)
        return "taken"
      } catch {
        return error.description.contains("can chatter") ? "refused" : error.description
      }
    }
  }
}
