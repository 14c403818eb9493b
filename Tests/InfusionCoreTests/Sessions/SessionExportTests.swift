import InfusionCore
import NightKit
import Testing
import Vitals

/// A session's inputs alone, fed to a fresh station, give its events.
@Suite struct SessionExportTests {
  /// Numbers that look random, and are the same each time.
  private struct Noise {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
  }

  private static let verbs = [
    "start authorised_by=Lee reason=test", "hold", "continue", "stop", "unhook", "undo",
    "entry moaas=5 oriented=yes gait=steady", "entry moaas=2", "entry symptom=visual",
    "entry symptom=none", "entry oxygen=2", "entry oxygen=off", "entry medication=opioid",
    "entry bp=150/95", "ack hr.high", "ack spo2.low", "ack bp.high", "ack signal.lost",
    "audio-pause", "alarm-pause", "away reason=toilet", "back", "baseline", "emergency",
    "ack bed.emergency", "limit spo2.low priority=medium below=87 reason=copd",
    "discharge authorised_by=Lee reason=test", "link.down", "link.up", "cuff.failed",
  ]

  /// Half an hour of whatever can happen on a bed.
  private func play(_ scenario: inout Scenario, _ noise: inout Noise, minutes: Double) throws {
    let end = scenario.minute + minutes
    while scenario.minute < end {
      scenario.advance(by: Double(1 + noise.next(below: 60)))
      let hr = [72, 75, 43, 125, 145][noise.next(below: 5)]
      let spo2 = [98, 97, 93, 89, 84, 79][noise.next(below: 6)]
      switch noise.next(below: 8) {
      case 0: try scenario.read("hr=!sensor-off spo2=!no-pulse")
      case 1: try scenario.read("bp=\(100 + noise.next(below: 110))/\(50 + noise.next(below: 45))")
      case 2, 3: try tried(Self.verbs[noise.next(below: Self.verbs.count)], &scenario)
      default: try scenario.read("hr=\(hr) spo2=\(spo2)")
      }
    }
  }

  /// Sends a verb, whatever the answer.
  private func tried(_ text: String, _ scenario: inout Scenario) throws {
    switch try RecordedAct(parsing: text) {
    case .verb(let verb, _): scenario.send(.act(bed: "1", verb, by: "anna"))
    case .machine(let event): scenario.send(.machine(bed: "1", event))
    case .circumstance: Issue.record("“\(text)” is nothing that befalls a bed")
    }
  }

  /// What stands on the bed and is judged from the admission on.
  private func standing(_ scenario: Scenario) throws -> [[Reading]] {
    let watch = try scenario.bed().watch
    var readings: [[Reading]] = []
    for vital in [watch.hr, watch.spo2] {
      guard vital.lastUsableAt == vital.latestAt, let at = vital.lastUsableAt,
        let value = vital.lastUsable, scenario.now - at <= .seconds(150)
      else { continue }
      readings.append([Reading(vital.vital, .value(value))])
    }
    guard let kept = watch.cuff.kept, scenario.now - kept.at <= .minutes(15) else {
      return readings
    }
    let parts = VitalSign.cuff.compactMap { vital in
      kept[vital].map { Reading(vital, .value($0), measuredAt: kept.at) }
    }
    return readings + [parts]
  }

  @Test(arguments: 1...8)
  func `whatever was before the admission, its inputs give its events`(seed: Int) throws {
    var noise = Noise(state: UInt64(seed))
    var scenario = try Scenario(beds: [.eachMinute()])
    try play(&scenario, &noise, minutes: 30)
    try scenario.act("link.up")
    if try scenario.phase() != nil { try scenario.act("transfer") }
    try play(&scenario, &noise, minutes: 20)
    try scenario.act("link.up")
    scenario.tick()
    let stood = try standing(scenario)
    let begin = scenario.sent.count
    try scenario.act("admit session=own escort=Ann by=anna")
    let isOwn = try scenario.bed().watch.session?.id == "own"
    try #require(isOwn)
    try play(&scenario, &noise, minutes: 60)

    var fresh = StationCore()
    var events: [Event] = []
    func send(_ input: Input, at moment: Moment) {
      events += fresh.receive(input, at: moment).compactMap {
        if case .announce(let event) = $0 { event } else { nil }
      }
    }
    let admission = scenario.sent[begin]
    send(scenario.sent[0].input, at: admission.at)
    send(admission.input, at: admission.at)
    for readings in stood {
      send(.readings(bed: "1", readings, monitor: nil), at: admission.at)
    }
    for sent in scenario.sent[(begin + 1)...] { send(sent.input, at: sent.at) }
    send(.time, at: scenario.now)
    let own = scenario.allEvents.filter { $0.session == "own" }
    #expect(own.count > 10)
    #expect(events.filter { $0.session == "own" } == own)
  }
}
