import InfusionCore
import Testing
import Vitals

/// What a nurse enters, or a patient presses, can raise.
@Suite struct EnteredConditionTests {
  private func priority(
    _ condition: String, after entries: [String], reading: String? = nil
  ) throws -> String {
    var scenario = try Scenario.admitted()
    if let reading { try scenario.read(reading) }
    for entry in entries {
      try scenario.act(entry)
      scenario.advance(by: 1)
    }
    let alert = scenario.events(condition).last?.alert
    return alert.map { $0.presence == .off ? "closed" : $0.priority.rawValue } ?? "nothing"
  }

  @Test func `bed.symptom: each symptom is medium`() throws {
    for symptom in ["chest-pain", "severe-headache", "visual", "neurological"] {
      #expect(
        try priority("bed.symptom", after: ["entry symptom=\(symptom)"]) == "medium", "\(symptom)")
    }
  }

  @Test func `bed.symptom: high with SBP >= 160 or DBP >= 100`() throws {
    try Table(
      """
      result    | told
      159/99/   | medium
      160/80/   | high
      120/100/  | high
      """
    ).check {
      try priority(
        "bed.symptom", after: ["entry symptom=chest-pain"], reading: "bp=\($0["result"])")
    }
  }

  @Test func `bed.symptom: a later pressure makes it high`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("entry symptom=chest-pain")
    scenario.advance(by: 60)
    try scenario.read("bp=165/80/108")
    #expect(
      scenario.told("bed.symptom") == [
        "0.000 alert.raised bed.symptom medium", "60.000 alert.escalated bed.symptom high",
      ])
  }

  @Test func `bed.symptom: ends when it is entered as gone`() throws {
    #expect(
      try priority("bed.symptom", after: ["entry symptom=visual", "entry symptom=none"])
        == "closed")
  }

  @Test func `bed.sedated: MOAA/S 2 is medium, 1 or 0 high`() throws {
    try Table(
      """
      moaas | told
      5     | nothing
      3     | nothing
      2     | medium
      1     | high
      0     | high
      """
    ).check { try priority("bed.sedated", after: ["entry moaas=\($0["moaas"])"]) }
  }

  @Test func `bed.sedated: the last MOAA/S decides`() throws {
    var scenario = try Scenario.admitted()
    for (moaas, by) in [(2, 10.0), (1, 10), (2, 10), (4, 5)] {
      try scenario.act("entry moaas=\(moaas)")
      scenario.advance(by: by)
    }
    #expect(
      scenario.told("bed.sedated") == [
        "0.000 alert.raised bed.sedated medium", "10.000 alert.escalated bed.sedated high",
        "20.000 alert.eased bed.sedated medium", "30.000 alert.latched bed.sedated high",
      ])
  }

  @Test func `bed.airway: vomiting with MOAA/S 3 or less is medium`() throws {
    try Table(
      """
      entries                               | told
      entry vomiting=yes                    | nothing
      entry moaas=4, entry vomiting=yes     | nothing
      entry moaas=3, entry vomiting=yes     | medium
      entry vomiting=yes, entry moaas=3     | medium
      entry moaas=0 vomiting=yes            | medium
      entry moaas=3 vomiting=yes, entry vomiting=no | closed
      entry moaas=3 vomiting=yes, entry moaas=4     | closed
      """
    ).check { row in
      let entries = row["entries"].split(separator: ",").map { $0.drop { $0 == " " } }
      return try priority("bed.airway", after: entries.map(String.init))
    }
  }

  @Test func `bed.emergency: one touch, high, with or without a session`() throws {
    for admitted in [true, false] {
      var scenario = try admitted ? Scenario.admitted() : Scenario()
      try scenario.act("emergency by=anna")
      #expect(scenario.told("bed.emergency") == ["0.000 alert.raised bed.emergency high"])
    }
  }

  @Test func `bed.emergency: ends with its acknowledgement; the next touch is a new one`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("emergency")
    scenario.advance(by: 10)
    try scenario.act("ack bed.emergency")
    scenario.advance(by: 10)
    try scenario.act("emergency")
    #expect(
      scenario.told("bed.emergency") == [
        "0.000 alert.raised bed.emergency high", "10.000 alert.acknowledged bed.emergency high",
        "10.000 alert.closed bed.emergency high", "20.000 alert.raised bed.emergency high",
      ])
  }

  @Test func `bed.call: the patient's call is high, and ends with its acknowledgement`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("call")
    scenario.advance(by: 10)
    try scenario.act("ack bed.call")
    #expect(
      scenario.told("bed.call") == [
        "0.000 alert.raised bed.call high", "10.000 alert.acknowledged bed.call high",
        "10.000 alert.closed bed.call high",
      ])
  }

  @Test func `on oxygen the SpO2 limits are 94, medium, and 90, high`() throws {
    try Table(
      """
      reading | oxygen | told
      spo2=94 | on     | nothing
      spo2=93 | on     | medium
      spo2=90 | on     | medium
      spo2=89 | on     | high
      spo2=93 | off    | nothing
      spo2=89 | off    | medium
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.act("entry oxygen=\(row["oxygen"])")
      try scenario.vitals(row["reading"], for: 20)
      return scenario.events("spo2.low").last?.alert?.priority.rawValue ?? "nothing"
    }
  }

  @Test func `on oxygen the reading that stands is judged at once`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=92", for: 10)
    try scenario.act("entry oxygen=2")
    try scenario.vitals("spo2=92", for: 20)
    #expect(scenario.told("spo2.low") == ["25.000 alert.raised spo2.low medium"])
  }

  @Test func `on oxygen no limit of the session goes below the oxygen limits`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("limit spo2.low priority=medium below=86 reason=copd")
    try scenario.act("entry oxygen=2")
    try scenario.vitals("spo2=92", for: 20)
    #expect(scenario.told("spo2.low") == ["15.000 alert.raised spo2.low medium"])
  }

  @Test func `bed.symptom: a pressure that no longer stood then does not make it high`() throws {
    var scenario = try Scenario.admitted()
    try scenario.read("bp=165/95")
    scenario.advance(to: 16 * 60)
    try scenario.act("entry symptom=visual")
    #expect(scenario.told("bed.symptom") == ["960.000 alert.raised bed.symptom medium"])
  }
}
