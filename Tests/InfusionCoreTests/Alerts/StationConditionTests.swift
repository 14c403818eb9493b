import InfusionCore
import Testing
import Vitals

/// The station's own conditions, and high levels without a session.
@Suite struct StationConditionTests {
  @Test func `station.ledger: cannot write, medium`() throws {
    var scenario = try Scenario()
    scenario.send(.station(.ledger(failing: true, reason: "disk full")))
    scenario.advance(by: 60)
    scenario.send(.station(.ledger(failing: false, reason: nil)))
    scenario.advance(by: 60)
    #expect(
      scenario.told("station.ledger") == [
        "0.000 alert.raised station.ledger medium", "90.000 alert.closed station.ledger medium",
      ])
    #expect(scenario.events("station.ledger").first?.alert?.detail == "disk full")
  }

  @Test func `station.ledger: a damage stands until a nurse knows, and each one sounds`() throws {
    var scenario = try Scenario()
    scenario.send(.station(.ledgerDamaged("the old one lies beside it")))
    scenario.advance(by: 3600)
    let id = try #require(scenario.events("station.ledger").first?.alert?.id)
    try scenario.act("ack \(id)")
    scenario.advance(by: 10)
    scenario.send(.station(.ledgerDamaged("it was damaged again")))
    scenario.advance(by: 10)
    try scenario.act("ack \(id)")
    scenario.advance(by: 60)
    #expect(
      scenario.told("station.ledger").filter { !$0.contains("unanswered") } == [
        "0.000 alert.raised station.ledger medium",
        "3600.000 alert.acknowledged station.ledger medium",
        "3610.000 alert.worsened station.ledger medium",
        "3620.000 alert.acknowledged station.ledger medium",
        "3650.000 alert.closed station.ledger medium",
      ])
    #expect(scenario.events("alert.closed").first?.alert?.detail == "it was damaged again")
  }

  @Test func `station.clock: the wall clock stepped by more than 2 s, low`() throws {
    try Table(
      """
      stepped | told
      2       | nothing
      2.001   | low
      -2      | nothing
      -2.001  | low
      3600    | low
      """
    ).check { row in
      var scenario = try Scenario()
      let step = Span.of(row.number("stepped") ?? 0)
      scenario.send(.station(.clock(offset: step, utcOffset: .zero, stepped: step)))
      return scenario.events("alert.raised").first?.alert?.priority.rawValue ?? "nothing"
    }
  }

  @Test func `station.clock: the first setting of the clock is no step`() throws {
    var scenario = try Scenario()
    scenario.send(.station(.clock(offset: .minutes(1000), utcOffset: .zero, stepped: nil)))
    #expect(scenario.told("alert.raised") == [])
  }

  @Test func `station.overloaded: readings took more than 1 s to their events, medium`() throws {
    var scenario = try Scenario()
    scenario.send(.station(.overloaded(true)))
    scenario.advance(by: 10)
    scenario.send(.station(.overloaded(false)))
    scenario.advance(by: 60)
    #expect(
      scenario.told("station.overloaded") == [
        "0.000 alert.raised station.overloaded medium",
        "40.000 alert.closed station.overloaded medium",
      ])
  }

  @Test func `station.unwatched: medium after 30 s, high after 120 s, in a session`() throws {
    var scenario = try Scenario.admitted()
    scenario.send(.station(.unwatched(since: Moment(milliseconds: 0))))
    scenario.advance(by: 130)
    #expect(
      scenario.told("station.unwatched") == [
        "30.000 alert.raised station.unwatched medium",
        "120.000 alert.escalated station.unwatched high",
      ])
  }

  @Test func `station.unwatched: counts from the last confirmation, or the admission`() throws {
    try Table(
      """
      confirmed at | known at | raised
      -100         | 7        | 30.000
      25           | 32       | 55.000
      25           | 60       | 60.000
      """
    ).check { row in
      var scenario = try Scenario.admitted()
      scenario.advance(by: row.number("known at") ?? 0)
      let since = Moment(milliseconds: 0) + .of(row.number("confirmed at") ?? 0)
      scenario.send(.station(.unwatched(since: since)))
      scenario.advance(by: 60)
      return scenario.events("station.unwatched").first?.moment.text ?? "never"
    }
  }

  @Test func `station.unwatched: not without a session, and not while a display confirms`() throws {
    var idle = try Scenario()
    idle.send(.station(.unwatched(since: Moment(milliseconds: 0))))
    idle.advance(by: 300)
    #expect(idle.told("station.unwatched") == [])
    try idle.act("admit")
    idle.advance(by: 30)
    #expect(idle.told("station.unwatched") == ["330.000 alert.raised station.unwatched medium"])

    var watched = try Scenario.admitted()
    watched.send(.station(.watched))
    watched.advance(by: 300)
    #expect(watched.told("station.unwatched") == [])
  }

  @Test func `station.unwatched: a display that confirms for 30 s ends it`() throws {
    var scenario = try Scenario.admitted()
    scenario.send(.station(.unwatched(since: Moment(milliseconds: 0))))
    scenario.advance(by: 40)
    scenario.send(.station(.watched))
    scenario.advance(by: 60)
    #expect(
      scenario.told("station.unwatched").last == "70.000 alert.closed station.unwatched medium")
  }

  @Test func `station.restarted: information; medium if blind over 30 s in a session`() throws {
    try Table(
      """
      blind  | session | told
      30     | yes     | information
      30.001 | yes     | medium
      600    | no      | information
      """
    ).check { row in
      var scenario = try row["session"] == "yes" ? Scenario.admitted() : Scenario()
      let from = scenario.now
      scenario.advance(by: row.number("blind") ?? 0)
      scenario.send(.station(.blind(from: from, to: scenario.now)))
      return scenario.events("station.restarted").first?.alert?.priority.rawValue ?? "nothing"
    }
  }

  @Test func `station.restarted: says how long it was blind`() throws {
    var scenario = try Scenario.admitted()
    scenario.advance(by: 90)
    scenario.send(
      .station(
        .blind(from: Moment(milliseconds: 0), to: Moment(milliseconds: 90_000))))
    let detail = scenario.events("station.restarted").first?.alert?.detail
    #expect(detail?.contains("90 s") == true || detail?.contains("1 min") == true)
  }

  @Test func `station.restarted: each restart is told, and none hides one that mattered`() throws {
    var scenario = try Scenario.admitted()
    for seconds in [40.0, 5, 5] {
      let from = scenario.now
      scenario.advance(by: seconds)
      scenario.send(.station(.blind(from: from, to: scenario.now)))
    }
    scenario.advance(by: 60)
    #expect(
      scenario.told("station.restarted") == [
        "40.000 alert.raised station.restarted medium",
        "45.000 alert.closed station.restarted medium",
        "45.000 alert.raised station.restarted medium",
        "50.000 alert.closed station.restarted medium",
        "50.000 alert.raised station.restarted medium",
        "80.000 alert.closed station.restarted medium",
      ])
    let ids = scenario.events("alert.raised").compactMap(\.alert?.id)
    #expect(Set(ids).count == ids.count)
  }

  @Test func `station.clock and station.restarted end 30 s after what happened`() throws {
    var scenario = try Scenario.admitted()
    scenario.send(.station(.clock(offset: .minutes(1), utcOffset: .zero, stepped: .minutes(1))))
    scenario.send(
      .station(.blind(from: Moment(milliseconds: -60_000), to: Moment(milliseconds: 0))))
    scenario.advance(by: 600)
    #expect(
      scenario.told("station.clock", "station.restarted") == [
        "0.000 alert.raised station.clock low", "0.000 alert.raised station.restarted medium",
        "30.000 alert.closed station.clock low", "30.000 alert.closed station.restarted medium",
      ])
  }

  @Test func `station alerts are acknowledged by their id, from any bed`() throws {
    var scenario = try Scenario.admitted()
    scenario.send(.station(.ledger(failing: true, reason: nil)))
    scenario.advance(by: 10)
    let id = try #require(scenario.events("station.ledger").first?.alert?.id)
    try scenario.act("ack \(id) by=anna")
    #expect(
      scenario.told("station.ledger").last
        == "10.000 alert.acknowledged station.ledger medium")
  }

  @Test func `bed.no_session: usable vitals for 60 s on a bed without a session, low`() throws {
    var scenario = try Scenario()
    try scenario.vitals("hr=72 spo2=98", for: 50)
    scenario.advance(by: 10)
    try scenario.vitals("hr=72 spo2=98", for: 61)
    #expect(scenario.told("bed.no_session") == ["120.000 alert.raised bed.no_session low"])
    try scenario.act("admit")
    #expect(scenario.told("bed.no_session").last == "121.000 alert.closed bed.no_session low")
  }

  @Test func `without a session high levels of physiological conditions are evaluated`() throws {
    try Table(
      """
      reading      | told
      hr=130       | nothing
      hr=145       | hr.high high
      hr=44        | nothing
      hr=40        | hr.low high
      spo2=88      | nothing
      spo2=84      | spo2.low high
      bp=175/80/   | nothing
      bp=205/80/   | bp.high high
      bp=85/50/    | nothing
      bp=75/50/    | bp.low high
      """
    ).check { row in
      var scenario = try Scenario()
      try scenario.vitals(row["reading"], for: 31)
      let alerts = scenario.allEvents.compactMap(\.alert)
      return alerts.first.map { "\($0.condition.rawValue) \($0.priority.rawValue)" } ?? "nothing"
    }
  }
}
