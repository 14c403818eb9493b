import InfusionCore
import NightKit
import Testing
import Vitals

/// A gateway that is down hides what is behind it by each bed's own rules.
@Suite struct GatewayOutageTests {
  private func setup(_ delay: Span) throws -> StationSetup {
    var slow = try Scenario.treatment()
    slow.name = "slow"
    slow.cannotTell.linkLostMedium = delay
    let beds = ["1", "2"].map { name in
      BedSetup(
        bed: name,
        monitors: [
          MonitorSetup(
            name: "m\(name)", vitals: VitalSign.allCases, every: .seconds(1), link: "gateway",
            hasHeartbeat: true)
        ])
    }
    return StationSetup(
      beds: beds, protocols: [try Scenario.treatment(), slow], defaultProtocol: "ketamine-40")
  }

  /// What bed 2 tells when both monitors are lost at 1 s, bed 1 being treated by `first`.
  private func told(_ first: String) throws -> [String] {
    var core = StationCore()
    var events: [Event] = []
    func send(_ text: String, _ bed: String, at seconds: Int64) throws {
      let input: Input =
        switch try RecordedAct(parsing: text) {
        case .verb(let verb, let by): .act(bed: bed, verb, by: by)
        case .machine(let event): .machine(bed: bed, event)
        case .circumstance: .time
        }
      for case .announce(let event) in core.receive(input, at: .init(milliseconds: seconds * 1000))
      where event.bed == "2" {
        events.append(event)
      }
    }
    _ = core.receive(.setUp(try setup(.seconds(20))), at: .init(milliseconds: 0))
    try send("admit protocol=\(first)", "1", at: 0)
    try send("admit", "2", at: 0)
    try send("link.down", "1", at: 1)
    try send("link.down", "2", at: 1)
    try send("link.garbled", "2", at: 2)
    try send("link.up", "1", at: 15)
    try send("back", "1", at: 60)
    return events.map {
      "\($0.moment.milliseconds) \($0.name.rawValue) \($0.alert?.condition.rawValue ?? "")"
    }
  }

  @Test func `another bed's protocol changes nothing for this one`() throws {
    #expect(try told("slow") == told("ketamine-40"))
    #expect(try told("slow").contains("12000 alert.raised link.garbled") == false)
  }

  @Test func `a latched link.lost does not return behind it`() throws {
    var core = StationCore()
    var told: [String] = []
    func send(_ input: Input, at seconds: Int64) {
      let actions = core.receive(input, at: .init(milliseconds: seconds * 1000))
      for case .announce(let event) in actions {
        guard let alert = event.alert, [.linkLost, .gatewayLost].contains(alert.condition) else {
          continue
        }
        told.append("\(event.moment.text) \(event.name.rawValue) \(alert.condition.rawValue)")
      }
    }
    func link(_ text: String, _ bed: String, at seconds: Int64) throws {
      guard case .machine(let event) = try RecordedAct(parsing: text) else { return }
      send(.machine(bed: bed, event), at: seconds)
    }
    send(.setUp(try setup(.seconds(10))), at: 0)
    guard case .verb(let admit, _) = try RecordedAct(parsing: "admit") else { return }
    send(.act(bed: "2", admit, by: nil), at: 0)
    for second in 0..<25 {
      send(.readings(bed: "2", try VitalsText.readings("hr=130"), monitor: nil), at: Int64(second))
    }
    try link("link.down", "2", at: 25)
    try link("link.up", "2", at: 150)
    send(.time, at: 190)
    #expect(told.last == "180.000 alert.latched link.lost")
    for bed in ["1", "2"] { try link("link.down", bed, at: 200) }
    send(.time, at: 215)
    #expect(told.last == "210.000 alert.raised gateway.lost")
  }

  @Test func `it is high at once with an alert of a patient that begins long after`() throws {
    var core = StationCore()
    var told: [String] = []
    func send(_ input: Input, at seconds: Int64) {
      let actions = core.receive(input, at: .init(milliseconds: seconds * 1000))
      for case .announce(let event) in actions where event.alert?.condition == .gatewayLost {
        let priority = event.alert?.priority.rawValue ?? ""
        told.append("\(event.moment.milliseconds) \(event.name.rawValue) \(priority)")
      }
    }
    send(.setUp(try setup(.seconds(20))), at: 0)
    guard case .verb(let admit, _) = try RecordedAct(parsing: "admit") else { return }
    send(.act(bed: "1", admit, by: nil), at: 0)
    for bed in ["1", "2"] {
      send(.machine(bed: bed, .linkDown(monitor: "m\(bed)", reason: nil)), at: 1)
    }
    send(.act(bed: "1", .emergency, by: nil), at: 200)
    send(.time, at: 200)
    #expect(told.last == "200000 alert.escalated high")
  }

  @Test func `a link that is shared again later gives its alerts ids of their own`() throws {
    var core = StationCore()
    var raised: [String] = []
    func send(_ input: Input, at seconds: Int64) {
      for case .announce(let event) in core.receive(input, at: .init(milliseconds: seconds * 1000))
      where event.name == .alertRaised && event.alert?.condition == .gatewayLost {
        raised.append(event.alert?.id ?? "")
      }
    }
    let shared = try setup(.seconds(10))
    var apart = shared
    apart.beds[1].monitors[0].link = "another"
    for (setup, begin) in [(shared, 0), (apart, 100), (shared, 200)] as [(StationSetup, Int64)] {
      send(.setUp(setup), at: begin)
      for bed in ["1", "2"] {
        send(.machine(bed: bed, .linkDown(monitor: nil, reason: nil)), at: begin + 1)
      }
      send(.time, at: begin + 20)
      for bed in ["1", "2"] { send(.machine(bed: bed, .linkUp(monitor: nil)), at: begin + 21) }
      send(.time, at: begin + 60)
    }
    #expect(raised.count == 2)
    #expect(Set(raised).count == 2)
  }
}
