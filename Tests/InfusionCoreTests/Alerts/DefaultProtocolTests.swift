import InfusionCore
import Testing
import Vitals

/// Every level of ketamine-40: its limit, when it is present, its priority, and how it ends.
@Suite struct DefaultProtocolTests {
  /// What a steady reading makes of a condition: moment and priority of each event for 400 s.
  private func story(_ reading: String, of condition: String, for seconds: Double) throws -> String
  {
    var scenario = try Scenario.admitted()
    try scenario.vitals(reading, for: seconds)
    let events = scenario.events(condition).filter { $0.name != .alertUnanswered }
    return events.map { "\($0.moment.text) \($0.alert?.priority.rawValue ?? "")" }
      .joined(separator: ", ")
  }

  @Test func `ketamine-40: each level of HR and SpO2 has its limit and its delay`() throws {
    try Table(
      """
      reading | condition | told
      hr=120  | hr.high   |
      hr=121  | hr.high   | 15.000 medium
      hr=140  | hr.high   | 15.000 medium
      hr=141  | hr.high   | 10.000 high
      hr=45   | hr.low    |
      hr=44   | hr.low    | 30.000 medium
      hr=41   | hr.low    | 30.000 medium
      hr=40   | hr.low    | 10.000 high
      spo2=94 | spo2.low  |
      spo2=93 | spo2.low  | 60.000 low
      spo2=90 | spo2.low  | 60.000 low
      spo2=89 | spo2.low  | 15.000 medium
      spo2=85 | spo2.low  | 15.000 medium
      spo2=84 | spo2.low  | 10.000 high
      spo2=80 | spo2.low  | 10.000 high
      spo2=79 | spo2.low  | 0.000 high
      """
    ).check { try story($0["reading"], of: $0["condition"], for: 130) }
  }

  @Test func `ketamine-40: SpO2 below 90 for 30 s in 120 s is medium`() throws {
    try Marble(readings: ["l": "spo2=89", "n": "spo2=96"], step: 5).shows(
      """
      input     llnnnnllnnnnllnnn
      spo2.low  ..............R..
      """)
  }

  @Test func `ketamine-40: each level of a cuff result has its limits and its trigger`() throws {
    try Table(
      """
      result     | condition | told
      159/99/    | bp.high   |
      160/80/    | bp.high   | 0.000 low
      120/100/   | bp.high   | 0.000 low
      169/104/   | bp.high   | 0.000 low
      170/80/    | bp.high   | 0.000 medium
      120/105/   | bp.high   | 0.000 medium
      179/109/   | bp.high   | 0.000 medium
      180/80/    | bp.high   | 0.000 medium, 300.000 high
      120/110/   | bp.high   | 0.000 medium, 300.000 high
      199/119/   | bp.high   | 0.000 medium, 300.000 high
      200/80/    | bp.high   | 0.000 high
      130/120/   | bp.high   | 0.000 high
      90/50/65   | bp.low    |
      89/50/66   | bp.low    | 0.000 medium
      95/50/64   | bp.low    | 0.000 medium
      80/50/60   | bp.low    | 0.000 medium
      79/50/66   | bp.low    | 0.000 high
      95/50/59   | bp.low    | 0.000 high
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.read("bp=\(row["result"])")
      scenario.advance(by: 400)
      let events = scenario.events(row["condition"]).filter { $0.name != .alertUnanswered }
      return events.map { "\($0.moment.text) \($0.alert?.priority.rawValue ?? "")" }
        .joined(separator: ", ")
    }
  }

  @Test func `ketamine-40: BP high repeated after 180 s is medium, after 60 s above 179 high`()
    throws
  {
    try Table(
      """
      result   | again at | told
      160/80/  | 179      | low
      160/80/  | 180      | medium
      180/80/  | 59       | medium
      180/80/  | 60       | high
      120/110/ | 60       | high
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.read("bp=\(row["result"])")
      scenario.advance(by: row.number("again at") ?? 0)
      try scenario.read("bp=\(row["result"])")
      return scenario.events("bp.high").last { $0.name != .alertUnanswered }?.alert?.priority
        .rawValue ?? ""
    }
  }

  @Test func `ketamine-40: each level of HR and SpO2 has its deadband and its clear_after`() throws
  {
    try Table(
      """
      raised  | condition | then    | after | told
      hr=130  | hr.high   | hr=118  | 100   | no end
      hr=130  | hr.high   | hr=117  | 20    | alert.closed
      hr=150  | hr.high   | hr=138  | 100   | no end
      hr=150  | hr.high   | hr=137  | 20    | alert.eased
      hr=44   | hr.low    | hr=47   | 100   | no end
      hr=44   | hr.low    | hr=48   | 60    | alert.closed
      hr=40   | hr.low    | hr=43   | 100   | no end
      hr=40   | hr.low    | hr=44   | 60    | alert.eased
      spo2=93 | spo2.low  | spo2=94 | 100   | no end
      spo2=93 | spo2.low  | spo2=95 | 30    | alert.closed
      spo2=89 | spo2.low  | spo2=90 | 29    | no end
      spo2=89 | spo2.low  | spo2=91 | 30    | alert.eased
      spo2=84 | spo2.low  | spo2=85 | 100   | no end
      spo2=84 | spo2.low  | spo2=86 | 30    | alert.eased
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.vitals(row["raised"], for: 61)
      let ends: [EventName] = [.alertClosed, .alertEased, .alertLatched]
      func end() -> String? {
        scenario.events(row["condition"]).first { ends.contains($0.name) }?.name.rawValue
      }
      let after = row.number("after") ?? 0
      try scenario.vitals(row["then"], for: after)
      if row["told"] != "no end" { try #require(end() == nil, "\(row["then"]) ended too soon") }
      try scenario.vitals(row["then"], for: 1)
      return end() ?? "no end"
    }
  }

  @Test func `ketamine-40: the deadband of cuff results is 5, of MAP for BP low 3`() throws {
    try Table(
      """
      raised     | condition | then      | told
      160/80/    | bp.high   | 155/80/   | present
      160/80/    | bp.high   | 154/80/   | alert.closed
      120/100/   | bp.high   | 120/95/   | present
      120/100/   | bp.high   | 120/94/   | alert.closed
      89/50/66   | bp.low    | 94/50/70  | present
      89/50/66   | bp.low    | 95/50/70  | alert.closed
      95/50/64   | bp.low    | 95/50/67  | present
      95/50/64   | bp.low    | 95/50/68  | alert.closed
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.read("bp=\(row["raised"])")
      scenario.advance(by: 60)
      try scenario.read("bp=\(row["then"])")
      return scenario.events(row["condition"]).last.map {
        $0.name == .alertClosed ? $0.name.rawValue : "present"
      } ?? ""
    }
  }

  @Test func `ketamine-40: cause, remedy, source and the time lost by design reach the nurse`()
    throws
  {
    try Table(
      """
      reading      | condition | delay
      hr=130       | hr.high   | 15.0
      hr=40        | hr.low    | 10.0
      spo2=79      | spo2.low  | 0.0
      bp=170/80/   | bp.high   | none
      bp=79/50/    | bp.low    | none
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      try scenario.vitals(row["reading"], for: 16)
      let alert = try #require(scenario.events(row["condition"]).first?.alert)
      for text in [alert.guidance.cause, alert.guidance.remedy, alert.guidance.source] {
        #expect(!text.isEmpty && !text.contains("\n"))
      }
      return alert.delay.map { "\($0.seconds)" } ?? "none"
    }
  }
}
