import InfusionCore
import NightKit
import SlowModel
import Testing
import Vitals

/// A few nights worked out by hand from the text, so that the model itself is held to it.
@Suite struct NightModelByHandTests {
  private var model = NightModel()
  private var told: [String] = []

  /// A bed `1` with one monitor of all vitals; `script` holds `seconds: what` lines, a verb, a
  /// machine event or readings.
  private mutating func tell(_ script: String, until end: Int64) throws -> [String] {
    let monitor = MonitorSetup(
      name: "a1", vitals: VitalSign.allCases, every: .seconds(1), link: "link",
      hasHeartbeat: true)
    take(
      .setUp(
        StationSetup(
          beds: [BedSetup(bed: "1", monitors: [monitor])],
          protocols: [try NightProtocols.ketamine40], defaultProtocol: "ketamine-40")),
      at: 0)
    for line in script.split(separator: "\n") {
      let halves = line.split(separator: ":", maxSplits: 1).map(String.init)
      let seconds = try #require(Int64(halves[0]))
      let words = String(halves[1].drop { $0 == " " })
      if let readings = try? VitalsText.readings(words) {
        take(.readings(bed: "1", readings, monitor: nil), at: seconds)
        continue
      }
      switch try RecordedAct(parsing: words) {
      case .verb(let verb, let by): take(.act(bed: "1", verb, by: by), at: seconds)
      case .machine(let event): take(.machine(bed: "1", event), at: seconds)
      case .circumstance: Issue.record("“\(words)” befalls no bed")
      }
    }
    take(.time, at: end)
    return told
  }

  private mutating func take(_ input: Input, at seconds: Int64) {
    let step = model.receive(input, at: Moment(milliseconds: seconds * 1000))
    told += step.events.filter { $0.name != "session.admitted" }.map(\.description)
    if step.accepted == false { told.append("\(seconds) refused") }
  }

  @Test mutating func `an infusion on the drug clock, with a hold`() throws {
    #expect(
      try tell(
        """
        0: admit
        10: start authorised_by=lee reason=urgent
        20: continue
        610: hold
        730: continue
        1800: bp=120/80/93
        2300: bp=120/80/93
        2400: bp=120/80/93
        """, until: 2530
      ).filter { !$0.contains("nibp") } == [
        "10.0 bed 1 phase.changed preparing to infusing", "20 refused",
        "40.0 bed 1 alert.raised signal.lost low on",
        "70.0 bed 1 alert.escalated signal.lost medium on",
        "250.0 bed 1 alert.unanswered signal.lost medium on step 1",
        "430.0 bed 1 alert.unanswered signal.lost medium on step 2",
        "610.0 bed 1 phase.changed infusing to held",
        "730.0 bed 1 phase.changed held to infusing",
        "2230.0 bed 1 alert.raised infusion.ending information on",
        "2530.0 bed 1 alert.raised infusion.complete low on",
        "2530.0 bed 1 alert.closed infusion.ending information off",
      ])
  }

  @Test mutating func `a link that is lost hides the signals behind it`() throws {
    #expect(
      try tell(
        """
        0: admit
        0: hr=72 spo2=98
        1: link.down
        """, until: 60
      ) == ["1.0 bed 1 link.down", "11.0 bed 1 alert.raised link.lost medium on"])
  }

  @Test mutating func `an acknowledged alert that is back at once is the same`() throws {
    let told = try tell(
      """
      0: admit
      0: spo2=79
      2: ack spo2.low
      3: spo2=98
      33: spo2=98
      37: spo2=79
      """, until: 37)
    #expect(
      told == [
        "0.0 bed 1 alert.raised spo2.low high on", "2.0 bed 1 alert.acknowledged spo2.low high ack",
        "33.0 bed 1 alert.closed spo2.low high off", "37.0 bed 1 alert.returned spo2.low high ack",
      ])
  }
}
