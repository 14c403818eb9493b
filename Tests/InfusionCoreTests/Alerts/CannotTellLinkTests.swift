import InfusionCore
import Testing
import Vitals

/// link.* and gateway.lost.
@Suite struct CannotTellLinkTests {
  private let shared = [
    BedSetup(bed: "1", monitors: [.sample("one", link: "gateway")]),
    BedSetup(bed: "2", monitors: [.sample("two", link: "gateway")]),
  ]

  @Test func `link.lost: medium after 10 s`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("link.down reason=timeout")
    scenario.advance(by: 300)
    #expect(
      scenario.told("link.down", "link.lost").filter { !$0.contains("unanswered") } == [
        "0.000 link.down", "10.000 alert.raised link.lost medium",
      ])
    #expect(scenario.events("link.lost").first?.alert?.detail == "monitor-1, timeout")
  }

  @Test func `link.lost: high after 120 s if a physiological alert was present`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=130 spo2=98", for: 20)
    try scenario.act("link.down")
    scenario.advance(by: 300)
    #expect(
      scenario.told("link.lost").filter { !$0.contains("unanswered") } == [
        "30.000 alert.raised link.lost medium", "140.000 alert.escalated link.lost high",
      ])
  }

  @Test func `link.lost: high in the very instant in which a pulse is lost later`() throws {
    // The cuff's link is down; the oximeter goes on.
    let bed = BedSetup(
      bed: "1",
      monitors: [
        .sample("oximeter", vitals: VitalSign.continuous), .sample("cuff", vitals: VitalSign.cuff),
      ])
    var scenario = try Scenario.admitted(beds: [bed])
    try scenario.act("link.down monitor=cuff")
    try scenario.vitals("hr=72 spo2=98", for: 130, monitor: "oximeter")
    try scenario.read("hr=!no-pulse spo2=98", monitor: "oximeter")
    scenario.advance(by: 10)
    #expect(
      scenario.told("link.lost", "pulse.lost") == [
        "10.000 alert.raised link.lost medium", "135.000 alert.raised pulse.lost medium",
        "135.000 alert.escalated link.lost high",
      ])
  }

  @Test func `link.lost: information outside a session`() throws {
    var scenario = try Scenario()
    try scenario.act("link.down")
    scenario.advance(by: 300)
    #expect(scenario.told("link.lost") == ["10.000 alert.raised link.lost information"])
  }

  @Test func `link.lost: ends 30 s after the monitor answers again, without a break`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("link.down")
    scenario.advance(to: 20)
    try scenario.act("link.up")
    scenario.advance(to: 40)
    try scenario.act("link.down")
    scenario.advance(to: 45)
    try scenario.act("link.up")
    scenario.advance(to: 200)
    #expect(
      scenario.told("link.lost") == [
        "10.000 alert.raised link.lost medium", "75.000 alert.closed link.lost medium",
      ])
  }

  @Test func `link.lost: a pending level starts again when the predicate does`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("link.down")
    scenario.advance(to: 9)
    try scenario.act("link.up")
    scenario.advance(to: 9.5)
    try scenario.act("link.down")
    scenario.advance(to: 30)
    #expect(scenario.told("link.lost") == ["19.500 alert.raised link.lost medium"])
  }

  @Test func `gateway.lost: all units of one link at once are one alert that names the beds`()
    throws
  {
    var scenario = try Scenario.admitted(beds: shared)
    try scenario.act("admit", bed: "2")
    try scenario.act("link.down", bed: "1")
    try scenario.act("link.down", bed: "2")
    scenario.advance(by: 300)
    let alerts = scenario.told("alert.raised", "alert.escalated")
    #expect(alerts == ["10.000 alert.raised gateway.lost medium"])
    #expect(scenario.events("gateway.lost").first?.alert?.detail == "beds 1, 2")
  }

  @Test func `gateway.lost: one of several units is link.lost of its bed`() throws {
    var scenario = try Scenario.admitted(beds: shared)
    try scenario.act("admit", bed: "2")
    try scenario.act("link.down", bed: "2")
    scenario.advance(by: 100)
    #expect(scenario.told("alert.raised") == ["10.000 2 alert.raised link.lost medium"])
  }

  @Test func `gateway.lost: counts from the moment at which the last unit was lost`() throws {
    var scenario = try Scenario.admitted(beds: shared)
    try scenario.act("link.down", bed: "1")
    scenario.advance(by: 5)
    try scenario.act("link.down", bed: "2")
    scenario.advance(by: 100)
    #expect(scenario.told("gateway.lost").first == "15.000 alert.raised gateway.lost medium")
  }

  @Test func `gateway.lost: high after 120 s if a physiological alert was present`() throws {
    var scenario = try Scenario.admitted(beds: shared)
    try scenario.vitals("hr=130", for: 20)
    try scenario.act("link.down", bed: "1")
    try scenario.act("link.down", bed: "2")
    scenario.advance(by: 300)
    #expect(
      scenario.told("gateway.lost").filter { !$0.contains("unanswered") } == [
        "30.000 alert.raised gateway.lost medium", "140.000 alert.escalated gateway.lost high",
      ])
  }

  @Test func `gateway.lost: information outside a session`() throws {
    var scenario = try Scenario(beds: shared)
    try scenario.act("link.down", bed: "1")
    try scenario.act("link.down", bed: "2")
    scenario.advance(by: 300)
    #expect(scenario.told("gateway.lost") == ["10.000 alert.raised gateway.lost information"])
  }

  @Test func `gateway.lost: ends 30 s after one unit answers, and its others are told then`() throws
  {
    var scenario = try Scenario.admitted(beds: shared)
    try scenario.act("admit", bed: "2")
    try scenario.act("link.down", bed: "1")
    try scenario.act("link.down", bed: "2")
    scenario.advance(to: 60)
    try scenario.act("link.up", bed: "1")
    scenario.advance(to: 120)
    #expect(
      scenario.told("gateway.lost", "link.lost", from: 60) == [
        "90.000 2 alert.raised link.lost medium", "90.000 alert.closed gateway.lost medium",
      ])
  }

  @Test func `link.garbled: bytes arrive, none understood, medium after 10 s`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("link.garbled")
    scenario.advance(to: 50)
    try scenario.act("link.clear")
    scenario.advance(to: 100)
    #expect(
      scenario.told("link.garbled") == [
        "10.000 alert.raised link.garbled medium", "80.000 alert.closed link.garbled medium",
      ])
  }

  @Test func `link.frozen: a heartbeat that stood still for its limit is medium`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("frozen")
    scenario.advance(to: 50)
    try scenario.act("moving")
    scenario.advance(to: 100)
    #expect(
      scenario.told("link.frozen") == [
        "0.000 alert.raised link.frozen medium", "80.000 alert.closed link.frozen medium",
      ])
  }

  @Test func `link.frozen: without a heartbeat identical HR and SpO2 for 600 s are low`() throws {
    let bed = BedSetup(
      bed: "1", monitors: [.sample("plain", every: .seconds(60), hasHeartbeat: false)])
    var scenario = try Scenario.admitted(beds: [bed])
    try scenario.vitals("hr=72 spo2=98", for: 540, every: 60)
    try scenario.vitals("hr=73 spo2=98", for: 780, every: 60)
    try scenario.vitals("hr=73 spo2=97", for: 120, every: 60)
    #expect(
      scenario.told("link.frozen") == [
        "1140.000 alert.raised link.frozen low", "1350.000 alert.closed link.frozen low",
      ])
  }

  @Test func `link.frozen: numbers that a nurse told stand still by themselves`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 10)
    try scenario.act("entry hr=72 spo2=98")
    scenario.advance(by: 800)
    #expect(scenario.told("link.frozen") == [])
  }

  @Test func `link.frozen: with a heartbeat values may stand still`() throws {
    let bed = BedSetup(bed: "1", monitors: [.sample("good", every: .seconds(60))])
    var scenario = try Scenario.admitted(beds: [bed])
    try scenario.vitals("hr=72 spo2=98", for: 1200, every: 60)
    #expect(scenario.told("link.frozen") == [])
  }

  @Test func `link.identity: another device than expected is medium`() throws {
    var scenario = try Scenario.admitted()
    try scenario.act("identity found=\"serial 42\"")
    scenario.advance(to: 40)
    try scenario.act("identity.ok")
    scenario.advance(to: 100)
    #expect(
      scenario.told("link.identity") == [
        "0.000 alert.raised link.identity medium", "70.000 alert.closed link.identity medium",
      ])
    #expect(scenario.events("link.identity").first?.alert?.detail == "serial 42")
  }

  @Test func `link.identity: the other device's readings are not used`() throws {
    var scenario = try Scenario.admitted()
    try scenario.vitals("hr=72 spo2=98", for: 5)
    try scenario.act("identity found=other")
    try scenario.vitals("hr=130 spo2=79 bp=210/130/150", for: 60)
    #expect(scenario.told("hr.high", "spo2.low", "bp.high") == [])
    try scenario.act("identity.ok")
    try scenario.vitals("hr=130 spo2=98", for: 16)
    #expect(scenario.told("hr.high") == ["80.000 alert.raised hr.high medium"])
  }
}
