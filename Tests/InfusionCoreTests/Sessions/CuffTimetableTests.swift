import InfusionCore
import Testing
import Vitals

/// When nibp.overdue comes: how often the cuff is expected, in each phase and after each event.
@Suite struct CuffTimetableTests {
  /// Started at minute 10; these acts and cuff results at their minutes, and then nothing.
  private func overdue(_ script: String) throws -> String {
    var scenario = try Scenario.started()
    for step in script.split(separator: ",") {
      let words = step.split(separator: " ", maxSplits: 1).map(String.init)
      scenario.advance(toMinute: Double(words.first ?? "") ?? 0)
      let what = words.last ?? ""
      if what.contains("/") { try scenario.read("bp=\(what)") } else { try scenario.act(what) }
    }
    let from = scenario.now
    scenario.advance(by: 3600)
    return scenario.events("nibp.overdue").filter { $0.moment > from }
      .compactMap(\.onsetInMinutes).prefix(2).joined(separator: " ")
  }

  @Test func `no result by the interval and 3 min is low, and 6 min medium`() throws {
    #expect(try overdue("20 124/78/93") == "low 33.0 medium 36.0")
  }

  @Test func `without any result the interval counts from the start`() throws {
    var scenario = try Scenario.admitted(beds: [.eachMinute()])
    try scenario.well(until: 10, bp: nil)
    try scenario.act("start authorised_by=Lee reason=\"no cuff\"")
    scenario.advance(toMinute: 40)
    // The missing reading before the start hides it from minute 16 on.
    try scenario.read("bp=124/78/93")
    scenario.advance(toMinute: 54)
    #expect(scenario.events("nibp.overdue").first?.onsetInMinutes == "low 53.0")
    #expect(scenario.told("nibp.slot").first == "960.000 alert.raised nibp.slot medium")
  }

  @Test func `each phase and each drug has its own interval`() throws {
    try Table(
      """
      script                                            | overdue
      20 124/78/93                                      | low 33.0 medium 36.0
      20 124/78/93,20 hold                              | low 28.0 medium 31.0
      20 124/78/93,20 hold,25 124/78/93,25 continue     | low 38.0 medium 41.0
      20 124/78/93,20 stop                              | low 35.0 medium 40.0
      20 124/78/93,20 stop,30 124/78/93                 | low 45.0 medium 50.0
      20 124/78/93,20 stop,35 124/78/93                 | low 55.0 medium 60.0
      20 124/78/93,20 stop,40 124/78/93                 | low 60.0 medium 65.0
      20 165/78/93                                      | low 28.0 medium 31.0
      20 85/60/70                                       | low 28.0 medium 31.0
      20 124/78/93,20 entry medication=antihypertensive | low 28.0 medium 31.0
      20 124/78/93,20 entry medication=antiemetic       | low 33.0 medium 36.0
      20 124/78/93,20 entry medication=sedative         | low 33.0 medium 36.0
      """
    ).check { try overdue($0["script"]) }
  }

  @Test func `the closer interval ends 20 min after the BP drug`() throws {
    let drug = "20 entry medication=antihypertensive,20 124/78/93"
    #expect(try overdue("\(drug),27 124/78/93,35 124/78/93") == "low 43.0 medium 46.0")
    #expect(try overdue("\(drug),27 124/78/93,35.1 124/78/93") == "low 48.1 medium 51.1")
  }

  @Test func `no interval's end takes back that a result is overdue`() throws {
    #expect(
      try overdue("20 entry medication=antihypertensive,31 124/78/93") == "low 39.0 medium 42.0")
    #expect(try overdue("20 stop,22 124/78/93") == "low 37.0 medium 42.0")
  }

  @Test func `the closer interval ends with the BP alert`() throws {
    #expect(try overdue("20 165/78/93,25 124/78/93") == "low 38.0 medium 41.0")
  }

  @Test func `nothing is overdue while preparing`() throws {
    var scenario = try Scenario.preparing()
    scenario.advance(toMinute: 80)
    #expect(scenario.told("nibp.overdue").isEmpty)
  }

  @Test func `a result ends nibp.overdue`() throws {
    var scenario = try Scenario.started()
    try scenario.read("bp=124/78/93")
    scenario.advance(toMinute: 24)
    try scenario.read("bp=124/78/93")
    scenario.advance(toMinute: 25)
    #expect(
      scenario.told("nibp.overdue") == [
        "1380.000 alert.raised nibp.overdue low", "1470.000 alert.closed nibp.overdue low",
      ])
  }

  @Test func `a failed or implausible measurement does not reset nibp.overdue`() throws {
    for what in ["cuff.failed", "bp"] {
      var scenario = try Scenario.started()
      try scenario.read("bp=124/78/93")
      scenario.advance(toMinute: 20)
      if what == "bp" { try scenario.read("bp=350/78") } else { try scenario.act(what) }
      scenario.advance(toMinute: 24)
      #expect(scenario.told("nibp.overdue") == ["1380.000 alert.raised nibp.overdue low"])
    }
  }

  /// Cuff results at these minutes; what nibp.overdue tells then.
  private func cadence(_ minutes: [Double], start: Double) throws -> [String] {
    var scenario = try Scenario.admitted(beds: [.eachMinute()])
    for minute in 0...130 {
      scenario.advance(toMinute: Double(minute))
      try scenario.read("hr=72 spo2=98")
      if minutes.contains(scenario.minute) { try scenario.read("bp=124/78/93") }
      if scenario.minute == start { try scenario.act("start minutes=200 reason=pain") }
    }
    return scenario.events("nibp.overdue").compactMap(\.onsetInMinutes)
  }

  @Test func `a steady other cadence is told once, low`() throws {
    #expect(try cadence([0, 15, 30, 45, 60, 75, 90, 105, 120], start: 31) == ["low 44.0"])
    #expect(try cadence([0, 20, 40, 60, 80, 100, 120], start: 41) == ["low 54.0"])
  }

  @Test func `a cadence that begins after the start is told until it is steady`() throws {
    #expect(
      try cadence([0, 9, 24, 39, 54, 69, 84, 99, 114, 129], start: 10) == [
        "low 23.0", "low 37.0",
      ])
  }

  @Test func `a steady other cadence that breaks is overdue by its own measure`() throws {
    #expect(
      try cadence([0, 15, 30, 45, 60, 75], start: 31) == [
        "low 44.0", "low 93.0", "medium 96.0",
      ])
  }

  @Test func `an unsteady cadence is told each time`() throws {
    #expect(
      try cadence([0, 9, 24, 42, 57, 75], start: 10).filter { $0.hasPrefix("low") } == [
        "low 23.0", "low 37.0", "low 55.0", "low 70.0", "low 88.0",
      ])
  }
}

extension Event {
  /// `low 33.0`: an alert that was raised or escalated, with the minute of the script.
  var onsetInMinutes: String? {
    guard let alert, [.alertRaised, .alertEscalated].contains(name) else { return nil }
    return "\(alert.priority.rawValue) \(Double(moment.milliseconds) / 60_000)"
  }
}
