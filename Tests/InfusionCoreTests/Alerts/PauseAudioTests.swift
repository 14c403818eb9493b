import Testing
import Vitals

@testable import InfusionCore

/// audio-pause: one bed, for a short time, only what was there.
@Suite struct PauseAudioTests {
  /// A patient with hr.high since 15 s, at 20 s.
  private func withAlert(beds: [BedSetup] = [.sample("1")]) throws -> Scenario {
    var scenario = try Scenario.admitted(beds: beds)
    try scenario.vitals("hr=130", for: 20)
    return scenario
  }

  /// The occurrences that the pause covers now, by their condition.
  private func covered(_ scenario: Scenario) throws -> [String] {
    let watch = try scenario.bed().watch
    return watch.alerts.compactMap { alert in
      guard let id = alert.occurrence?.id else { return nil }
      return watch.pauses.audio?.covers.contains(id) == true ? alert.condition.rawValue : nil
    }
  }

  @Test func `audio-pause: at most 120 s`() throws {
    var scenario = try withAlert()
    #expect(throws: VerbError.self) { try RecordedAct(parsing: "audio-pause seconds=121") }
    scenario.send(.act(bed: "1", .audioPause(.seconds(121)), by: nil))
    #expect(scenario.told("audio.paused") == [])
    try scenario.act("audio-pause")
    try scenario.vitals("hr=130", for: 200)
    #expect(scenario.told("audio.resumed") == ["140.000 audio.resumed"])
  }

  @Test func `audio-pause: as short as the nurse says`() throws {
    var scenario = try withAlert()
    try scenario.act("audio-pause seconds=30")
    try scenario.vitals("hr=130", for: 60)
    #expect(
      scenario.told("audio.paused", "audio.resumed") == [
        "20.000 audio.paused", "50.000 audio.resumed",
      ])
  }

  @Test func `audio-pause: at most 2 presses in 10 min`() throws {
    var scenario = try withAlert()
    try scenario.act("audio-pause seconds=10")
    try scenario.vitals("hr=130", for: 60)
    try scenario.act("audio-pause seconds=10")
    try scenario.vitals("hr=130", for: 539)
    #expect(try scenario.refusal(of: "audio-pause").hasPrefix("conflict: "))
    try scenario.vitals("hr=130", for: 1)
    try scenario.act("audio-pause")
  }

  @Test func `audio-pause: presses count, also of a pause that was ended at once`() throws {
    var scenario = try withAlert()
    for _ in 1...2 {
      try scenario.act("audio-pause")
      try scenario.act("audio-resume")
    }
    #expect(try scenario.refusal(of: "audio-pause").hasPrefix("conflict: "))
  }

  @Test func `audio-pause: a press that was refused does not count`() throws {
    var scenario = try Scenario.admitted()
    for _ in 1...3 { _ = try scenario.refusal(of: "audio-pause") }
    try scenario.vitals("hr=130", for: 20)
    try scenario.act("audio-pause")
    try scenario.act("audio-pause")
  }

  @Test func `audio-pause: covers only what was present when it was pressed`() throws {
    var scenario = try withAlert()
    try scenario.act("audio-pause")
    try scenario.vitals("hr=130 spo2=79", for: 2)
    #expect(scenario.told("spo2.low") == ["20.000 alert.raised spo2.low high"])
    #expect(try covered(scenario) == ["hr.high"])
    #expect(scenario.events("audio.paused").first?.fact("covers") == "1-1-hr.high-1")
  }

  @Test func `audio-pause: an escalation sounds`() throws {
    var scenario = try withAlert()
    try scenario.act("audio-pause")
    try scenario.vitals("hr=145", for: 11)
    #expect(scenario.told("hr.high").last == "30.000 alert.escalated hr.high high")
    #expect(try covered(scenario) == [])
  }

  @Test func `audio-pause: a worsening sounds`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=84", for: 15)
    try scenario.act("audio-pause")
    try scenario.read("spo2=79")
    #expect(scenario.told("spo2.low").last == "15.000 alert.worsened spo2.low high")
    #expect(try covered(scenario) == [])
  }

  @Test func `audio-pause: a latched one that returns sounds`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("spo2=79", for: 2)
    try scenario.vitals("spo2=98", for: 40)
    try scenario.act("audio-pause")
    try scenario.vitals("spo2=79", for: 1)
    #expect(scenario.told("spo2.low").last == "42.000 alert.returned spo2.low high")
    #expect(try covered(scenario) == [])
  }

  @Test func `audio-pause: covers nothing on another bed`() throws {
    var scenario = try withAlert(beds: [.sample("1"), .sample("2")])
    try scenario.act("admit", bed: "2")
    try scenario.vitals("spo2=88", for: 16, bed: "2")
    try scenario.act("audio-pause")
    #expect(try scenario.bed("2").watch.pauses.audio == nil)
  }

  @Test func `audio-pause: has an owner and an end`() throws {
    var scenario = try withAlert()
    try scenario.act("audio-pause seconds=90 by=anna")
    let paused = try #require(scenario.events("audio.paused").first)
    #expect(paused.fact("by") == "anna" && paused.fact("until") == "110.000")
  }

  @Test func `audio-pause: ends when a link of the bed is lost`() throws {
    var scenario = try withAlert()
    try scenario.act("audio-pause")
    scenario.advance(to: 30)
    try scenario.act("link.down")
    #expect(scenario.told("audio.resumed") == ["30.000 audio.resumed"])
  }

  @Test func `audio-pause: where nothing is present it is a 409`() throws {
    var scenario = try Scenario.admitted()
    #expect(
      try scenario.refusal(of: "audio-pause")
        == "conflict: audio-pause: bed 1 has no alert that sounds")
  }

  @Test func `audio-pause: information makes no sound that could be paused`() throws {
    var scenario = try Scenario()
    try scenario.act("link.down")
    scenario.advance(by: 300)
    #expect(scenario.told("link.lost").first?.hasSuffix("information") == true)
    #expect(try !scenario.bed().verbs(at: scenario.now).contains(.audioPause), "it is not offered")
    #expect(try scenario.refusal(of: "audio-pause").hasPrefix("conflict: "))
  }

  @Test func `audio-pause: the nurse ends it`() throws {
    var scenario = try withAlert()
    try scenario.act("audio-pause")
    scenario.advance(by: 5)
    try scenario.act("audio-resume by=anna")
    #expect(scenario.told("audio.resumed") == ["25.000 audio.resumed"])
    #expect(try scenario.refusal(of: "audio-resume").hasPrefix("conflict: "))
  }
}
